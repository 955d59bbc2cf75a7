using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host run</c>.</summary>
internal sealed class HostRun : Verb
{
    public HostRun(World world, CommonOptions common)
        : base(
            world, common, Needs.Nothing, "run", "Runs a host in the foreground until it is interrupted.",
            "lumina host run", "lumina host run --state /var/lib/lumina")
    {
        Add(common.State);
        AddOptions();
    }

    protected override Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var state = session.Door().State;
        state.Create();
        throw ForegroundHost.Become(HostExecutable.Find(session.World), ["run", "--state", state.Path]);
    }
}
