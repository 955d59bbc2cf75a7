using System.Globalization;
using Lumina.Cli.Surroundings;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy;
using Lumina.Policy.Testing;

namespace Lumina.Cli.Reports;

/// <summary>What came of the tests of rules, for a person: those that failed, what they leave untried, and how many there are.</summary>
internal static class RuleTestsText
{
    public static void Write(Screen screen, RuleTestReport report)
    {
        foreach (var result in report.Results.Where(result => !result.Passed)) Write(screen, result);
        Untried(screen, "no test makes fire", report.Coverage.Where(rule => !rule.HasFired));
        Untried(screen, "no test sees silent", report.Coverage.Where(rule => !rule.WasSilent));
        var failed = report.Failed == 0 ? "all passed" : string.Create(CultureInfo.InvariantCulture, $"{report.Failed} failed");
        var took = Wording.Duration(report.Results.Sum(result => result.Took.TotalSeconds));
        screen.Report(
            $"{Wording.Count(report.Results.Length, "test")} of {Wording.Count(report.Coverage.Length, "rule")}: {failed}, {Percent(report)} covered, {took}",
            report.Failed == 0 ? Tone.Good : Tone.Bad);
    }

    /// <summary>Never rounded up to a whole: 100% is all.</summary>
    public static string Percent(RuleTestReport report) => (Math.Floor(report.CoveredPercent * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>As tests write it.</summary>
    public static string Of(RuleExpectation expected) => string.Join(' ', new[]
    {
        expected.Outcome switch { ExpectedOutcome.Nothing => "nothing", ExpectedOutcome.Warn => "warn", ExpectedOutcome.Deny => "deny", _ => "approval" },
        expected.From.IsEmpty ? null : "from " + string.Join(", ", expected.From.Select(one => $"\"{one}\"")),
        expected.Message is null ? null : $"\"{expected.Message}\"",
    }.OfType<string>());

    /// <summary>What was decided, a line for each; one that says <c>nothing</c> when nothing was.</summary>
    public static IEnumerable<string> Decided(RuleTestResult result) => result.Decided.IsEmpty
        ? [result.Failure ?? "nothing"]
        : result.Decided.Select(decision => $"{What(decision)} ({decision.Subject}): {decision.Message}");

    public static string Place(SourceLocation at) => string.Create(CultureInfo.InvariantCulture, $"{at.File}:{at.Line}:{at.Column}");

    private static string What(Decision decision) => decision.Effect switch
    {
        RuleEffect.Deny => "deny",
        RuleEffect.Warn => "warn",
        _ => "approval from " + string.Join(", ", (decision.Approval?.From ?? []).Select(one => $"\"{one}\"")),
    };

    private static void Write(Screen screen, RuleTestResult result)
    {
        var title = result.Test.Title is { } text ? $": {text}" : "";
        Lines($"✗ {Place(result.Test.Location)} {result.Test.Rule}{title}", 0, Tone.Bad);
        foreach (var expected in result.Unmet) Lines($"expected {Of(expected)} (line {expected.Location.Line.ToString(CultureInfo.InvariantCulture)})", 4, Tone.Plain);
        foreach (var decided in Decided(result)) Lines($"decided  {decided}", 4, Tone.Plain);

        void Lines(string line, int indent, Tone tone)
        {
            foreach (var part in Wrap.Lines(line, screen.Width, indent)) screen.Result(part, tone);
        }
    }

    private static void Untried(Screen screen, string what, IEnumerable<RuleCoverage> rules)
    {
        var names = rules.Select(rule => rule.Rule.Name).ToList();
        if (names.Count == 0) return;
        foreach (var line in Wrap.Lines($"! {what}: {string.Join(", ", names)}", screen.Width)) screen.Report(line, Tone.Doubtful);
    }
}
