using System.CommandLine;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Hosts;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina host stop</c>.</summary>
internal sealed class HostStop : Verb
{
    private readonly Option<bool> _agent = new("--agent") { Description = "The local agent as well; it refuses while it has components." };

    public HostStop(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "stop",
            "Stops the local host. What it has deployed goes on running, and so do open deployments when it is back.",
            "lumina host stop") =>
        AddOptions(_agent);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var door = session.Door();
        if (door.HasOthers) throw CliException.BadCommandLine("Several hosts are named.", "Stop one after the other, each when the last is back: --host takes one address here.");
        var gone = HostStatus.ReportOf(door, null);
        if (await door.FindAsync(cancellationToken) is not { } host) return Report(session, gone, "no host runs");
        using var client = host.Client;
        var answer = await client.ShutdownAsync(new(OnlyIfIdle: false, AgentToo: session.Value(_agent)), cancellationToken);
        if (!answer.Stopping)
        {
            session.Screen.Complaint($"the host does not stop: {answer.Reason}", Tone.Bad);
            return ExitCode.Conflict;
        }

        if (door.IsLocal && !await door.WaitUntilGoneAsync(host.Health.ProcessId, cancellationToken))
        {
            SayItStays(session, host, Tone.Bad);
            return ExitCode.Failed;
        }

        return Report(session, gone, "the host has stopped");
    }

    internal static void SayItStays(Session session, FoundHost host, Tone tone) => session.Screen.Complaint(
        $"the host (process {host.Health.ProcessId}) was asked to stop and has not done so yet", tone);

    private static ExitCode Report(Session session, HostReport report, string text)
    {
        if (session.Screen.Json) session.Print(report, json => json.HostReport);
        else session.Screen.Report(text);
        return ExitCode.Done;
    }
}
