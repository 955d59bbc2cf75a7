using Lumina.Cli.CommandLine;
using Lumina.Cli.Progress;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina up</c>.</summary>
internal sealed class Up : Verb
{
    public Up(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "up",
            "Makes what runs as the plan says, without asking. Starts a local host first if none answers.",
            "lumina up", "lumina up --param version=1.4.1", "lumina up examples/hello.deploy --output json") =>
        AddOptions([common.Yes, common.OnConflict, common.Wait, common.DespiteFreeze, common.Reason, .. common.Policy.All]);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        // Compiling a plan and reaching a host take about as long as each other: one while the other.
        var door = session.Door();
        var sought = Task.Run(() => door.FindAsync(cancellationToken), cancellationToken);
        var plan = session.LoadPlan();
        session.ReportFindings(plan);
        if (plan.HasErrors) return Apply.Refuse(session, plan);
        var submission = plan.ToSubmission(plan.EnvironmentNamed(session.Environment));
        var (host, _) = await door.EnsureAsync(onDemand: true, cancellationToken, sought);
        return await new DeploymentRun(session, door, revives: true).RunAsync(
            host, session.RequestFor("apply", submission, null, submission.Environment), cancellationToken);
    }
}
