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
            world, common, Needs.PlanArgument | Needs.Sarif, "validate", "Checks a plan and reports every problem. Touches nothing and needs no host.",
            "lumina validate", "lumina validate examples/hello.deploy --output json", "lumina validate --output sarif") =>
        AddOptions();

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var plan = session.LoadPlan();
        // The summary counts them.
        session.ReportFindings(plan, _ => true);
        if (!plan.HasErrors) plan.EnvironmentNamed(session.Environment);
        if (session.Output == CommonOptions.Json) session.Print(ValidationReport.Of(plan), json => json.ValidationReport);
        else if (session.Output == CommonOptions.Sarif) session.Screen.Result(SarifReport.Of(plan));
        else session.Screen.Report(Summary(session, plan), plan.HasErrors ? Tone.Bad : Tone.Good);

        return Task.FromResult(plan.HasErrors ? ExitCode.Wrong : ExitCode.Done);
    }

    private static string Summary(Session session, LoadedPlan plan)
    {
        var mendable = plan.Compiled.Diagnostics.Count(d => d.Fix is { IsSafe: true } && d.Location.File == plan.File.Name);
        var mending = mendable == 0 ? "" : $" ({mendable} mended by lumina fmt --fix)";
        var found = $"{plan.File.Name}: {Findings.Count(plan.Compiled.Diagnostics)}{mending}";
        if (plan.HasErrors) return found;
        var components = plan.PlanFor(plan.EnvironmentNamed(session.Environment)).Components.Length;
        return $"{found}; {Wording.Count(components, "component")}, {Wording.Count(plan.Compiled.Environments.Length, "environment")}";
    }
}
