using System.Collections.Immutable;
using Lumina.Language.Rules;

namespace Lumina.Policy.Testing;

/// <summary>What came of the tests of a set.</summary>
/// <param name="Results">Of each test, in the order of the tests.</param>
/// <param name="Coverage">Of each rule, in the order of the rules.</param>
public sealed record RuleTestReport(ImmutableArray<RuleTestResult> Results, ImmutableArray<RuleCoverage> Coverage)
{
    public int Failed => Results.Count(result => !result.Passed);

    /// <summary>Of two hundred outcomes of a hundred rules, how many a test has seen, in percent; 100 without rules.</summary>
    public double CoveredPercent =>
        Coverage.IsEmpty ? 100 : 100.0 * Coverage.Sum(rule => (rule.HasFired ? 1 : 0) + (rule.WasSilent ? 1 : 0)) / (2 * Coverage.Length);
}

/// <summary>What came of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Unmet">The expectations that were not met; empty when it has passed.</param>
/// <param name="Decided">What its rule decided.</param>
/// <param name="Failure">What was decided because a condition failed, or took too long; null when nothing did.</param>
/// <param name="Took">How long the rule took.</param>
public sealed record RuleTestResult(RuleTestSpec Test, ImmutableArray<RuleExpectation> Unmet, ImmutableArray<Decision> Decided, string? Failure, TimeSpan Took)
{
    public bool Passed => Unmet.IsEmpty;
}

/// <summary>What tests have seen of a rule, whatever they expected.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="HasFired">Whether one has made it fire.</param>
/// <param name="WasSilent">Whether it had nothing to say in one.</param>
public sealed record RuleCoverage(RuleSpec Rule, bool HasFired, bool WasSilent)
{
    public bool IsWhole => HasFired && WasSilent;
}
