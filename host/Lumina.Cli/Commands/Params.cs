using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina params</c>.</summary>
internal sealed class Params : Verb
{
    public Params(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument, "params", "Lists the params of a plan: their types, values and defaults, and which values are missing.",
            "lumina params", "lumina params --params production.json --output json") =>
        AddOptions();

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var plan = session.LoadPlan();
        // A value that is missing is what this verb is asked for; everything else that is wrong is said.
        session.ReportFindings(plan, finding => finding.Code != ParamList.MissingCode);
        var found = plan.Compiled.Params();
        if (session.Screen.Json)
            session.Print(ParamReport.Of(plan, found), json => json.ParamReport);
        else
            ParamList.Print(session.Screen, plan.File.Name, found);
        var isRight = plan.Compiled.Diagnostics.All(finding => finding.Severity != Language.Diagnostics.Severity.Error || finding.Code == ParamList.MissingCode);
        return Task.FromResult(isRight ? ExitCode.Done : ExitCode.Wrong);
    }
}
