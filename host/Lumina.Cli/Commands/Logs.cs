using System.CommandLine;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina logs</c>.</summary>
internal sealed class Logs : Verb
{
    private readonly Argument<string> _component = new("COMPONENT") { Description = "A component of the plan." };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with lines as they come." };
    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = "How many lines at most, 1 to 10000.",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    public Logs(World world, CommonOptions common)
        : base(
            world, common, Needs.PlanOption | Needs.Host, "logs", "Prints what a component's instances have written.",
            "lumina logs core", "lumina logs core -f --lines 20")
    {
        Add(_component);
        AddOptions(_follow, _lines);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var lines = session.Value(_lines);
        if (lines is < 1 or > 10_000) throw CliException.BadCommandLine($"--lines is {lines}.", "It is a number from 1 to 10000.");
        var (plan, environment) = session.PlanInEnvironment();
        var component = session.Value(_component) ?? "";
        var host = await session.Door().RequireAsync(cancellationToken);
        var log = host.Client.ReadLogAsync(environment, plan, component, lines, session.Value(_follow), cancellationToken);
        await foreach (var entry in log) Write(session, entry);
        return ExitCode.Done;
    }

    private static void Write(Session session, LogEntry entry)
    {
        session.Screen.Result(session.Screen.Json
            ? CliJson.Line(entry, json => json.LogEntry)
            : $"{TimeZoneInfo.ConvertTime(entry.At, session.World.Time.LocalTimeZone):HH:mm:ss.fff} {entry.Instance}  {entry.Text}");
    }
}
