using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Progress;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina down</c>.</summary>
internal sealed class Down : Verb
{
    public Down(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanArgument | Needs.Host, "down",
            "Takes all components of the plan in the environment away. A host that 'up' has started goes with the last of them.",
            "lumina down", "lumina down --env staging") =>
        AddOptions(common.Yes, common.OnConflictWithoutPlan, common.Wait, common.Reason);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (plan, environment) = session.PlanInEnvironment();
        var door = session.Door();
        if (door.IsLocal && !Directory.Exists(door.State.Path))
        {
            if (session.Screen.Json) session.Print(new(null, "succeeded", 0, [], [], []), json => json.DeploymentReport);
            session.Screen.Report(DeploymentEnding.Nothing("remove", 0));
            return ExitCode.Done;
        }

        // Components live on when their host has died: only a host can take them away.
        var (host, _) = await door.EnsureAsync(onDemand: true, cancellationToken);
        var request = session.RequestFor("remove", null, plan, environment);
        var result = await new DeploymentRun(session, door, revives: true).RunAsync(host, request, cancellationToken);
        if (result == ExitCode.Done) await StopIfNoLongerNeededAsync(session, door, cancellationToken);
        return result;
    }

    private static async Task StopIfNoLongerNeededAsync(Session session, HostDoor door, CancellationToken cancellationToken)
    {
        if (!door.IsLocal || await door.FindAsync(cancellationToken) is not { Health.OnDemand: true } host) return;
        using var client = host.Client;
        var answer = await client.ShutdownAsync(new(OnlyIfIdle: true, AgentToo: true), cancellationToken);
        if (!answer.Stopping) return;
        if (await door.WaitUntilGoneAsync(host.Health.ProcessId, cancellationToken))
            session.Screen.Message("the host has stopped: nothing was left for it to do", Tone.Faint);
        else
            HostStop.SayItStays(session, host, Tone.Doubtful);
    }
}
