using Lumina.Api;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Spectre.Console;

namespace Lumina.Cli.Progress;

/// <summary>Components of a deployment, as many as there is room for: those that something happens to first.</summary>
internal static class ProgressTable
{
    public static Table Of(IReadOnlyList<ComponentResult> components, Func<ComponentResult, double> elapsed, int width, int rows)
    {
        var table = Tables.Plain("", "component", "state", "version", "elapsed");
        table.Columns[4].RightAligned();
        foreach (var component in Shown(components, rows))
        {
            var style = Tables.StyleOf(ProgressText.ToneOf(component.State));
            var seconds = elapsed(component);
            table.AddRow(
                new Text(ProgressText.Mark(component.State), style),
                new Text(component.Name),
                new Text(ProgressText.State(component), style),
                new Text(width < 60 ? component.ToVersion ?? "" : ProgressText.Versions(component)),
                new Text(seconds > 0 ? Wording.Duration(seconds) : "", Tables.StyleOf(Tone.Faint)));
        }

        if (components.Count > rows) table.Caption = new TableTitle($"and {components.Count - rows} more", Tables.StyleOf(Tone.Faint));
        return table;
    }

    private static IEnumerable<ComponentResult> Shown(IReadOnlyList<ComponentResult> components, int rows)
    {
        if (components.Count <= rows) return components;
        var chosen = components
            .OrderBy(component => component.State is "failed" or "restore-failed" ? 0
                : component.State == "waiting" ? 2
                : ProgressText.HasSettled(component.State) ? 3
                : 1)
            .Take(rows)
            .Select(component => component.Name)
            .ToHashSet(StringComparer.Ordinal);
        return components.Where(component => chosen.Contains(component.Name));
    }
}
