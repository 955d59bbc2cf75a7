using System.CommandLine;
using System.Globalization;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina journal archive</c>.</summary>
internal sealed class JournalArchive : Verb
{
    private const int MostDays = 36_500;

    private readonly Option<string> _keep = new("--keep")
    {
        Description = "What is younger stays, in days: 365d. A deployment that is open stays too, and all that came after it.",
        HelpName = "DAYS",
        Required = true,
    };

    public JournalArchive(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "archive", "Moves old events to signed files on the host's machine.",
            "lumina journal archive --keep 365d") =>
        AddOptions(_keep);

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var text = session.Value(_keep) ?? "";
        if (!text.EndsWith('d') || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > MostDays)
            throw CliException.BadCommandLine($"'{text}' is no number of days.", $"Write it as --keep 365d; 0d to {MostDays}d.");
        var host = await session.Door().RequireAsync(cancellationToken);
        var done = await host.Client.ArchiveJournalAsync(new(TimeSpan.FromDays(days).TotalSeconds), cancellationToken);
        if (session.Screen.Json)
        {
            session.Print(done, json => json.ArchiveAnswer);
            return ExitCode.Done;
        }

        if (done.Files.Count == 0) session.Screen.Report("nothing was archived");
        else session.Screen.Console.Write(JournalList.TableOf(done.Files));
        if (done.HeldBy is { } deployment)
            session.Screen.Report($"older events stay where they are because of {deployment}, which is open, too young, or the last one", Tone.Doubtful);
        return ExitCode.Done;
    }
}
