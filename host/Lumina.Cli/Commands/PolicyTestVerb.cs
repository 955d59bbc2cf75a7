using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Policies;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Policy.Engine;
using Lumina.Policy.Model;
using Lumina.Policy.Testing;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina policy test</c>.</summary>
internal sealed class PolicyTestVerb : Verb
{
    private const int LongestFilter = 200;

    private readonly Argument<string[]> _places = new("DIR")
    {
        Description = "Folders with .rules files, in them and below, or such files; all of them are one set.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _filter = new("--filter") { Description = "Only tests of rules of this name; * stands for any characters.", HelpName = "NAME" };

    private readonly Option<string?> _minimum = new("--min-coverage")
    {
        Description = "Fail when tests have seen less than this of what rules can do: of each rule, that it fires and that it does not.",
        HelpName = "PERCENT",
    };

    public PolicyTestVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "test", "Runs the tests of rules, and tells which rules they leave untried. Ends with 1 when one fails, with 2 when the rules are wrong. Needs no host.",
            "lumina policy test examples/rules", "lumina policy test examples/rules --min-coverage 100", "lumina policy test examples/rules --filter pinned-* --output junit")
    {
        Add(_places);
        foreach (var option in (Option[])[_filter, _minimum, common.OutputOrJUnit, common.NoColour, common.Quiet]) Add(option);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var minimum = Minimum(session);
        var rules = Chosen(session, LoadedRules.Read(session.World, session.Value(_places) ?? []));
        rules.Report(session.Screen, rules.Diagnostics);
        return rules.HasErrors ? Broken(session, rules) : await TestAsync(session, rules, minimum, cancellationToken);
    }

    // By itself, so that a compiler of C# is loaded only where there is something to compile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<ExitCode> TestAsync(Session session, LoadedRules rules, double? minimum, CancellationToken cancellationToken)
    {
        // Limits are measured by a clock that nobody turns.
        var (report, problems) = await new RuleTester(TimeProvider.System, new RuleLimits()).RunAsync(rules.Rules, rules.Tests, cancellationToken);
        if (report is null)
        {
            rules.Report(session.Screen, problems);
            return Broken(session, rules with { Diagnostics = [.. rules.Diagnostics, .. problems] });
        }

        var isCovered = minimum is null || report.CoveredPercent >= minimum;
        var isGood = report.Failed == 0 && isCovered;
        if (session.Output == CommonOptions.Json)
            session.Print(RuleTestsReport.Of(rules, report, isGood), json => json.RuleTestsReport);
        else if (session.Output == CommonOptions.JUnit)
            session.Screen.Result(JUnitReport.Of(report));
        else
            RuleTestsText.Write(session.Screen, report);
        if (!isCovered)
            session.Screen.Complaint(string.Create(CultureInfo.InvariantCulture, $"error: tests cover {RuleTestsText.Percent(report)} of what rules can do, and {minimum:0.##}% is the least"), Tone.Bad);
        return isGood ? ExitCode.Done : ExitCode.Failed;
    }

    private static ExitCode Broken(Session session, LoadedRules rules)
    {
        if (session.Output == CommonOptions.Json)
            session.Print(RuleTestsReport.Broken(rules), json => json.RuleTestsReport);
        else if (session.Output == CommonOptions.JUnit)
            session.Screen.Result(JUnitReport.Broken(Findings.Of(rules.Diagnostics)));
        return ExitCode.Wrong;
    }

    /// <summary>The rules and tests that are meant. The rest of the set is compiled all the same: a filter hides no mistake of the language.</summary>
    private LoadedRules Chosen(Session session, LoadedRules rules)
    {
        if (session.Value(_filter) is not { } filter) return rules;
        if (filter.Length > LongestFilter) throw CliException.BadCommandLine("No rule has a name that long.", "A * stands for any characters.");
        var chosen = rules.Rules.Rules.Where(rule => rule.Name.Like(filter)).ToList();
        if (chosen.Count == 0 && !rules.HasErrors)
        {
            var near = Guess.At(filter, [.. rules.Rules.Rules.Select(rule => rule.Name)]);
            throw CliException.BadCommandLine($"No rule has a name like '{filter}'.", near is null ? "A * stands for any characters." : $"Did you mean '{near}'?");
        }

        return rules with { Rules = rules.Rules with { Rules = [.. chosen] }, Tests = [.. rules.Tests.Where(test => test.Rule.Like(filter))] };
    }

    private double? Minimum(Session session) =>
        session.Value(_minimum) is not { } text ? null
        : double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 ? percent
        : throw CliException.BadCommandLine($"'{text}' is no share.", "Write it as --min-coverage 100, from 0 to 100");
}
