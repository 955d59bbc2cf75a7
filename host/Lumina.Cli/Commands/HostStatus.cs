using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host status</c>.</summary>
internal sealed class HostStatus : Verb
{
    public HostStatus(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "status", "Shows whether a host answers.",
            "lumina host status", "lumina host status --output json") =>
        AddOptions();

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        var host = await door.FindAsync(cancellationToken);
        if (session.Screen.Json) session.Print(ReportOf(door, host), json => json.HostReport);
        else if (host is null) session.Screen.Report($"no host answers for {door.State.Path}", Tone.Doubtful);
        else
        {
            var health = host.Health;
            session.Screen.Report($"a host runs at {host.Client.Endpoint.Url}{(health.Ready ? "" : " and is not ready yet")}", Tone.Good);
            session.Screen.Report($"  version {health.Version}, process {health.ProcessId}{(health.OnDemand ? ", started by 'up'" : "")}");
            session.Screen.Report($"  state in {door.State.Path}");
        }

        return host is null ? ExitCode.NoHost : ExitCode.Done;
    }

    internal static HostReport ReportOf(HostDoor door, FoundHost? host) => host is not { Health: var health }
        ? new(false, false, null, null, null, false, door.State.Path)
        : new(true, health.Ready, host.Client.Endpoint.Url, health.ProcessId, health.Version, health.OnDemand, door.State.Path);
}
