using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Reports;

/// <summary>How tables look: columns with two blanks between them and nothing drawn around.</summary>
internal static class Tables
{
    public static Table Plain(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true, Expand = false };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, StyleOf(Tone.Faint))) { Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    public static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Doubtful => new Style(Color.Yellow),
        Tone.Faint => new Style(Color.Grey),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
