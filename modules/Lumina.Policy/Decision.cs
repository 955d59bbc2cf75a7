using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Language.Rules;

namespace Lumina.Policy;

/// <summary>What one rule of one engine says to one subject. Rules that do not fire make none.</summary>
public sealed record Decision
{
    /// <summary><c>pol-</c> and 20 hexadecimal digits, made of <see cref="Engine"/>, <see cref="Rule"/>, <see cref="Version"/>, <see cref="Subject"/>, the moment,
    /// <see cref="Effect"/>, <see cref="Message"/> and <see cref="InputDigest"/>: the same question to the same rule has the same.</summary>
    public required string Id { get; init; }

    /// <summary><c>rules</c> or <c>opa</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The rule's name; for OPA the code that its answer gives, or the decision's path.</summary>
    public required string Rule { get; init; }

    /// <summary>The digest of the rule set (for OPA: of what it was asked, <c>path@server</c>) that said it.</summary>
    public required string Version { get; init; }

    /// <summary>The digest with which this deployment was asked before, when it was another one; null otherwise.</summary>
    public string? EarlierVersion { get; init; }

    /// <summary><c>component web</c>, <c>deployment</c>, <c>environment production</c>, <c>step 2 of web</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The component that it is about; null when it is about more.</summary>
    public string? Component { get; init; }

    /// <summary>What follows. A waived decision keeps what it would have been.</summary>
    public required RuleEffect Effect { get; init; }

    public required string Message { get; init; }

    /// <summary>Who has to agree; for <see cref="RuleEffect.RequireApproval"/> alone.</summary>
    public ApprovalSpec? Approval { get; init; }

    /// <summary>Where more can be read.</summary>
    public string? Help { get; init; }

    /// <summary>The place of the rule, <c>file:line:column</c>; null for OPA.</summary>
    public string? Place { get; init; }

    /// <summary>Why it does not count, and until when; null when it counts.</summary>
    public DecisionWaiver? Waiver { get; init; }

    /// <summary>The digest of the input document that it was made of.</summary>
    public required string InputDigest { get; init; }

    /// <summary>How long it took, in milliseconds; for OPA the whole request's.</summary>
    public double Milliseconds { get; init; }
}

/// <summary>A waiver that was applied.</summary>
public sealed record DecisionWaiver(DateOnly Until, string Reason, string By);

/// <summary>What all engines say together.</summary>
public sealed record PolicyVerdict
{
    /// <summary>Nobody was asked, or nobody had anything to say.</summary>
    public static readonly PolicyVerdict Silent = new();

    /// <summary>Denials first, then approvals, warnings and what is waived; within those by rule and subject.</summary>
    public ImmutableArray<Decision> Decisions { get; init; } = [];

    /// <summary>The digest of the input document; empty when nobody was asked.</summary>
    public string InputDigest { get; init; } = "";

    /// <summary>The input document itself, for whoever keeps it beside the decisions; empty when nobody was asked.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>By engine: the version that was asked.</summary>
    public ImmutableSortedDictionary<string, string> Versions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The texts of the rules that were asked, for whoever keeps them beside the decisions; null when there are none.</summary>
    public RuleTexts? Texts { get; init; }

    public bool IsDenied => Decisions.Any(d => d is { Effect: RuleEffect.Deny, Waiver: null });

    /// <summary>Every approval that is asked for, each of which has to be had; those of equal content once.</summary>
    public IEnumerable<ApprovalSpec> Approvals => Decisions.Where(d => d is { Effect: RuleEffect.RequireApproval, Waiver: null, Approval: not null })
        .Select(d => d.Approval!).DistinctBy(a => (string.Join('\n', a.From), a.Count, a.Expires));
}
