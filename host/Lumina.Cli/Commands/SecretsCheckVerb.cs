using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina secrets check</c>.</summary>
internal sealed class SecretsCheckVerb : Verb
{
    public SecretsCheckVerb(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "check",
            "Says which components run with an old version of a secret, or with credentials that run out and can't be made longer. Ends with 3 when one does, and with 1 when of one nothing can be "
            + "found out. A version that the plan names is as it should be. Reads no value.",
            "lumina secrets check", "lumina secrets check --env production --output json") =>
        AddOptions();

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var plan = session.LoadPlan();
        var (name, environment) = session.PlanInEnvironment();
        var host = await session.Door().RequireAsync(cancellationToken);
        var report = SecretsReport.Completed(await host.Client.GetSecretsAsync(environment, name, cancellationToken), plan.HasErrors ? null : plan.PlanFor(environment));
        if (session.Screen.Json) session.Print(report, json => json.SecretsInUse);
        else SecretsReport.Write(session.Screen, report, session.World.Time);
        return SecretsReport.ExitCodeOf(report);
    }
}
