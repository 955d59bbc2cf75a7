using Lumina.Cli.CommandLine;
using Lumina.Cli.Plans;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina validate</c>.</summary>
internal sealed class Validate : Verb
{
    public Validate(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument, "validate", "Checks a plan and reports every problem. Touches nothing and needs no host.",
            "lumina validate", "lumina validate examples/hello.deploy --output json") =>
        AddOptions();

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var plan = session.LoadPlan();
        session.ReportFindings(plan);
        if (!plan.HasErrors) plan.EnvironmentNamed(session.Environment);
        if (session.Screen.Json)
        {
            var report = new ValidationReport(plan.Compiled.Name, plan.Compiled.Environments, !plan.HasErrors, plan.Findings);
            session.Print(report, json => json.ValidationReport);
        }
        else
        {
            session.Screen.Report(Summary(session, plan), plan.HasErrors ? Tone.Bad : Tone.Good);
        }

        return Task.FromResult(plan.HasErrors ? ExitCode.Wrong : ExitCode.Done);
    }

    private static string Summary(Session session, LoadedPlan plan)
    {
        var found = $"{plan.File.Name}: {Findings.Count(plan.Compiled.Diagnostics)}";
        if (plan.HasErrors) return found;
        var components = plan.PlanFor(plan.EnvironmentNamed(session.Environment)).Components.Length;
        return $"{found}; {Wording.Count(components, "component")}, {Wording.Count(plan.Compiled.Environments.Length, "environment")}";
    }
}
