using System.Globalization;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina journal list</c>.</summary>
internal sealed class JournalList : Verb
{
    public JournalList(World world, CommonOptions common)
        : base(world, common, Needs.Host, "list", "Lists the files that older events were moved to.", "lumina journal list") =>
        AddOptions();

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var host = await session.Door().RequireAsync(cancellationToken);
        var journal = await host.Client.GetJournalAsync(cancellationToken);
        if (session.Screen.Json)
        {
            session.Print(journal, json => json.JournalOverview);
            return ExitCode.Done;
        }

        session.Screen.Report($"{journal.End} events; this host signs with key {journal.Key}");
        if (journal.Archives.Count == 0) session.Screen.Report("none are archived");
        else session.Screen.Console.Write(TableOf(journal.Archives));
        return ExitCode.Done;
    }

    /// <summary>The files as a table.</summary>
    internal static Table TableOf(IReadOnlyList<JournalFile> files)
    {
        var table = Tables.Plain("events", "archived", "file");
        table.Columns[0].NoWrap();
        foreach (var file in files)
        {
            table.AddRow(
                new Text(string.Create(CultureInfo.InvariantCulture, $"{file.First} to {file.Last}")),
                new Text(file.ArchivedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new Text(file.IsHere ? file.File : file.File + " (not there any more)", Tables.StyleOf(file.IsHere ? Tone.Plain : Tone.Doubtful)));
        }

        return table;
    }
}
