using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Progress;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina rollback</c>.</summary>
internal sealed class Rollback : Verb
{
    private readonly Argument<string?> _target = new("ID|COMPONENT")
    {
        Description = "A deployment to take back, or a component; the last deployment that changed something unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Rollback(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanOption | Needs.Host, "rollback", "Goes back to what ran before, as it ran.",
            "lumina rollback", "lumina rollback core", "lumina rollback dep-01JD2Q --env staging")
    {
        Add(_target);
        AddOptions(common.Yes, common.OnConflictWithoutPlan, common.Wait, common.Reason);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (plan, environment) = session.PlanInEnvironment();
        var door = session.Door();
        var (host, _) = await door.EnsureAsync(onDemand: false, cancellationToken);
        var target = session.Value(_target);
        if (target is not null && DeploymentId.LooksLikeOne(target))
            target = await DeploymentId.ResolveAsync(host.Client, target, cancellationToken);
        var request = session.RequestFor("rollback", null, plan, environment, target);
        return await new DeploymentRun(session, door, revives: true).RunAsync(host, request, cancellationToken);
    }
}
