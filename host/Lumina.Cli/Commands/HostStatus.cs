using Lumina.Api;
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

    protected override bool IsRepeatable => true;

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        var host = await door.FindAsync(cancellationToken);
        var silos = host is null ? null : await SilosAsync(host, cancellationToken);
        var policy = host is null ? null : await PolicyHealth.ReadAsync(host, cancellationToken);
        if (session.Screen.Json) session.Print(ReportOf(door, host) with { Silos = silos, Policy = policy?.Engines }, json => json.HostReport);
        else if (host is null && !door.IsLocal) session.Screen.Report($"no host answers at {door.Names}", Tone.Doubtful);
        else if (host is null) session.Screen.Report($"no host answers for {door.State.Path}", Tone.Doubtful);
        else
        {
            var health = host.Health;
            session.Screen.Report($"a host runs at {host.Client.Endpoint.Url}{(health.Ready ? "" : " and is not ready yet")}", Tone.Good);
            session.Screen.Report($"  version {health.Version}, process {health.ProcessId}{(health.OnDemand ? ", started by 'up'" : "")}");
            if (door.IsLocal) session.Screen.Report($"  state in {door.State.Path}");
            foreach (var engine in policy?.Engines ?? [])
                foreach (var line in Wrap.Lines($"policy {engine.Name}: {PolicyHealth.TextOf(engine)}", session.Screen.Width, 2))
                    session.Screen.Report(line, engine.Problems.Count == 0 ? Tone.Plain : Tone.Bad);
            foreach (var silo in silos is { Length: > 1 } ? silos : [])
                session.Screen.Report(TextOf(silo, session.World.Time), silo.Alive ? Tone.Plain : Tone.Doubtful);
        }

        return host is null ? ExitCode.NoHost : ExitCode.Done;
    }

    /// <summary>The hosts of its cluster; null when it does not tell, being older.</summary>
    internal static async Task<SiloInfo[]?> SilosAsync(FoundHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await host.Client.GetClusterAsync(cancellationToken);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private static string TextOf(SiloInfo silo, TimeProvider time) =>
        $"  {silo.State,-7}  {silo.Name} at {silo.Address}, version {silo.Version}, since {Wording.Moment(silo.Since, time)}";

    internal static HostReport ReportOf(HostDoor door, FoundHost? host) => host is not { Health: var health }
        ? new(false, false, null, null, null, false, door.State.Path)
        : new(true, health.Ready, host.Client.Endpoint.Url, health.ProcessId, health.Version, health.OnDemand, door.State.Path);
}
