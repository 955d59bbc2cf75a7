using Lumina.Api;
using Lumina.Cli.Plans;
using Lumina.Cli.Policies;
using Lumina.Policy.Testing;

namespace Lumina.Cli.Reports;

/// <summary>What <c>policy test --output json</c> prints.</summary>
/// <param name="Ok">Whether all tests have passed and cover enough.</param>
/// <param name="Digest">The digest of the rules.</param>
/// <param name="Passed">How many tests have passed.</param>
/// <param name="Failed">How many have not.</param>
/// <param name="CoveredPercent">Of each rule, that it fires and that it does not: how much of it tests have seen.</param>
/// <param name="Tests">Each.</param>
/// <param name="Rules">What tests have seen of each.</param>
/// <param name="Diagnostics">What was found in the rules.</param>
internal sealed record RuleTestsReport(
    bool Ok, string Digest, int Passed, int Failed, double CoveredPercent, IReadOnlyList<ReportedTest> Tests, IReadOnlyList<ReportedCoverage> Rules, IReadOnlyList<Finding> Diagnostics)
{
    public static RuleTestsReport Of(LoadedRules rules, RuleTestReport report, bool isGood) => new(
        isGood, rules.Rules.Digest, report.Results.Length - report.Failed, report.Failed, Math.Round(report.CoveredPercent, 2),
        [.. report.Results.Select(ReportedTest.Of)],
        [.. report.Coverage.Select(c => new ReportedCoverage(c.Rule.Name, RuleTestsText.Place(c.Rule.Location), c.HasFired, c.WasSilent))],
        Findings.Of(rules.Diagnostics));

    /// <summary>Of rules that can't be asked.</summary>
    public static RuleTestsReport Broken(LoadedRules rules) => new(false, "", 0, 0, 0, [], [], Findings.Of(rules.Diagnostics));
}

/// <param name="Rule">The rule that it tests.</param>
/// <param name="Title">What it shows; null when it doesn't say.</param>
/// <param name="Place"><c>file:line:column</c>.</param>
/// <param name="Passed">Whether all that it expects was decided.</param>
/// <param name="Unmet">What it expects and was not decided, as it is written.</param>
/// <param name="Decided">What was decided; empty when it has passed.</param>
/// <param name="Failed">Whether a condition failed.</param>
/// <param name="Milliseconds">How long the rule took.</param>
internal sealed record ReportedTest(
    string Rule, string? Title, string Place, bool Passed, IReadOnlyList<string> Unmet, IReadOnlyList<string> Decided, bool Failed, double Milliseconds)
{
    public static ReportedTest Of(RuleTestResult result) => new(
        result.Test.Rule, result.Test.Title, RuleTestsText.Place(result.Test.Location), result.Passed, [.. result.Unmet.Select(RuleTestsText.Of)],
        result.Passed ? [] : [.. RuleTestsText.Decided(result)], result.Failure is not null, Math.Round(result.Took.TotalMilliseconds, 3));
}

/// <param name="Rule">The rule.</param>
/// <param name="Place"><c>file:line:column</c>.</param>
/// <param name="Fired">Whether a test has made it fire.</param>
/// <param name="Silent">Whether it had nothing to say in one.</param>
internal sealed record ReportedCoverage(string Rule, string Place, bool Fired, bool Silent);
