using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host start</c>.</summary>
internal sealed class HostStart : Verb
{
    public HostStart(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "start", "Starts a local host in the background, unless one answers already.",
            "lumina host start", "lumina host start --rules /etc/lumina/rules") =>
        AddOptions([.. common.Listening.All, .. common.Policy.All]);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        var (host, started) = await door.EnsureAsync(onDemand: false, cancellationToken);
        if (session.Screen.Json) session.Print(HostStatus.ReportOf(door, host), json => json.HostReport);
        else session.Screen.Report((started ? "the host runs at " : "a host runs already at ") + host.Client.Endpoint.Url, Tone.Good);
        return ExitCode.Done;
    }
}
