using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;

namespace Lumina.Language.Rules;

/// <summary>A test of a rule: what is given, and what the rule is to do with it.</summary>
public sealed record RuleTestSpec
{
    /// <summary>The time at which a test takes place that says none: a Monday at noon, UTC.</summary>
    public static readonly DateTimeOffset UsualTime = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The rule that is tested; it is one of the set.</summary>
    public required string Rule { get; init; }

    /// <summary>What the test shows, in words; null when it says nothing.</summary>
    public string? Title { get; init; }

    /// <summary>What is wanted, for the test's environment: <c>development</c> unless it names one.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What runs before, by component.</summary>
    public ImmutableSortedDictionary<string, ComponentSpec> Running { get; init; } = ImmutableSortedDictionary<string, ComponentSpec>.Empty;

    public GivenDeployment Deployment { get; init; } = new();

    /// <summary>When it takes place.</summary>
    public DateTimeOffset Now { get; init; } = UsualTime;

    /// <summary>The step that is about to begin; null when none is given.</summary>
    public GivenStep? Step { get; init; }

    /// <summary>All of them have to be met; at least one, in a set without errors.</summary>
    public ImmutableArray<RuleExpectation> Expectations { get; init; } = [];

    /// <summary>Where the test names its rule.</summary>
    public required SourceLocation Location { get; init; }
}

/// <summary>What is known of the deployment in a test.</summary>
public sealed record GivenDeployment
{
    /// <summary>Null as long as it has none.</summary>
    public string? Id { get; init; }

    /// <summary><c>apply</c>, <c>rollback</c> or <c>remove</c>.</summary>
    public string Kind { get; init; } = "apply";

    /// <summary>Who wants it.</summary>
    public string Actor { get; init; } = "test";

    /// <summary>Why; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who has agreed to it by now.</summary>
    public ImmutableArray<string> ApprovedBy { get; init; } = [];
}

/// <summary>The step that is about to begin in a test.</summary>
/// <param name="Component">Of which of the given components.</param>
/// <param name="Number">Which, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Weight">The share of traffic that the new revision gets in it, in percent; null when the test says none.</param>
/// <param name="Revision">The number of the revision that is rolled out; 2 when the test says none.</param>
public sealed record GivenStep(string Component, int Number, int Of, decimal? Weight, int Revision);

/// <summary>What a rule is to do.</summary>
public enum ExpectedOutcome
{
    /// <summary>It does not fire.</summary>
    Nothing,

    /// <summary>It warns.</summary>
    Warn,

    /// <summary>It requires an approval.</summary>
    RequireApproval,

    /// <summary>It denies.</summary>
    Deny,
}

/// <summary>One thing that a test expects.</summary>
/// <param name="Outcome">What the rule is to do.</param>
/// <param name="Message">A part of what it says then; null when anything will do.</param>
/// <param name="From">Whose approval it is to require, in any order; empty when anybody's will do.</param>
/// <param name="Location">Where it is expected.</param>
public sealed record RuleExpectation(ExpectedOutcome Outcome, string? Message, ImmutableArray<string> From, SourceLocation Location);
