using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Policies;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Policy;
using Lumina.Policy.Engine;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina policy check</c>.</summary>
internal sealed class PolicyCheckVerb : Verb
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "A folder with the policy team's .rules files, or such a file. May be given several times; all of them are one set. LUMINA_RULES unless given.",
        HelpName = "DIR",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _environments = new("--env")
    {
        Description = "Only this environment. May be given several times; all of the plan's unless given.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _at = new("--at")
    {
        Description = "The time that rules see: 2026-11-27T15:00:00+01:00, in UTC when it says no distance from it; now unless given.",
        HelpName = "TIME",
    };

    public PolicyCheckVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument, "check",
            "Asks rules about a plan in all of its environments, as if nothing ran yet. Ends with 3 when one of them is denied, with 2 when the plan or the rules are wrong. Touches nothing and needs no host.",
            "lumina policy check --rules examples/rules", "lumina policy check --rules examples/rules --env production --at 2026-11-27",
            "lumina policy check --rules examples/rules --output json")
    {
        foreach (var option in (Option[])[_rules, _environments, common.Parameters, common.ParameterFile, common.Comment, _at, common.OutputOrSarif, common.NoColour, common.Quiet]) Add(option);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var places = Places(session);
        var now = session.Value(_at) is { } at ? TimeOf(at) : session.World.Time.GetUtcNow();
        var plan = session.LoadPlan();
        var rules = LoadedRules.Read(session.World, places);
        session.ReportFindings(plan);
        rules.Report(session.Screen, rules.Diagnostics);
        if (plan.HasErrors || rules.HasErrors) return Wrong(session, plan, rules);
        var environments = (session.Value(_environments) ?? []).Select(plan.EnvironmentNamed).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return await CheckAsync(session, new(plan, rules, environments.IsEmpty ? plan.Compiled.Environments : environments, now), cancellationToken);
    }

    // By itself, so that a compiler of C# is loaded only where there is something to compile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<ExitCode> CheckAsync(Session session, PlanQuestions questions, CancellationToken cancellationToken)
    {
        // Limits are measured by a clock that nobody turns.
        var (engine, problems) = PolicyRegistration.CreateRules(questions.Rules.Rules, TimeProvider.System, new RuleLimits());
        if (engine is null)
        {
            questions.Rules.Report(session.Screen, problems);
            return Wrong(session, questions.Plan, questions.Rules with { Diagnostics = [.. questions.Rules.Diagnostics, .. problems] });
        }

        var report = await questions.AskAsync(new PolicyDesk([engine]), session.World.Actor, session.Reason, cancellationToken);
        if (session.Output == CommonOptions.Json) session.Print(report, json => json.PolicyCheckOfPlan);
        else if (session.Output == CommonOptions.Sarif) session.Screen.Result(SarifReport.Of(questions.Plan, questions.Rules, report));
        else PolicyCheckText.Write(session.Screen, report);
        return report.Denied ? ExitCode.Refused : ExitCode.Done;
    }

    private static ExitCode Wrong(Session session, LoadedPlan plan, LoadedRules rules)
    {
        var report = PolicyCheckOfPlan.Wrong(plan, rules);
        if (session.Output == CommonOptions.Json) session.Print(report, json => json.PolicyCheckOfPlan);
        else if (session.Output == CommonOptions.Sarif) session.Screen.Result(SarifReport.Of(plan, rules, report));
        return ExitCode.Wrong;
    }

    private string[] Places(Session session)
    {
        if (session.Value(_rules) is { Length: > 0 } given) return given;
        var known = session.World.Variable("LUMINA_RULES")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return known.Length > 0 ? known : throw CliException.BadCommandLine("Which rules is not said.", "Name their folder: lumina policy check --rules DIR");
    }

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw CliException.BadCommandLine($"'{text}' is no time.", "Write it as --at 2026-11-27T15:00:00+01:00");
}
