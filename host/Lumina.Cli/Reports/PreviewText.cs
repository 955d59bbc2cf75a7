using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>What would change and why, value by value.</summary>
internal static class PreviewText
{
    private static readonly (string Action, string Mark, Tone Tone)[] Actions =
    [
        ("create", "+", Tone.Good), ("update", "~", Tone.Doubtful), ("restart", "↻", Tone.Doubtful), ("remove", "-", Tone.Bad),
    ];

    public static bool ChangesNothing(Preview preview) => preview.Changes.All(change => change.Action == "unchanged");

    public static void Write(Screen screen, Preview preview)
    {
        screen.Report($"{preview.Plan} in {preview.Environment}", Tone.Strong);
        if (ChangesNothing(preview))
        {
            screen.Report(DeploymentEnding.Nothing("apply", preview.Changes.Count));
            return;
        }

        foreach (var change in preview.Changes.Where(change => change.Action != "unchanged")) Write(screen, change);
        screen.Report("");
        var order = string.Join(", then ", preview.Groups.Select(group => string.Join(", ", group)));
        foreach (var line in Wrap.Lines("order: " + order, screen.Width)) screen.Report(line);
        screen.Report(Count(preview));
    }

    /// <summary><c>1 to create, 2 to update, 3 unchanged</c>.</summary>
    public static string Count(Preview preview)
    {
        var parts = Actions
            .Select(action => (action.Action, Count: preview.Changes.Count(change => change.Action == action.Action)))
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Count} to {part.Action}");
        var unchanged = preview.Changes.Count(change => change.Action == "unchanged");
        return string.Join(", ", unchanged > 0 ? parts.Append($"{unchanged} unchanged") : parts);
    }

    private static void Write(Screen screen, PreviewedChange change)
    {
        var (_, mark, tone) = Actions.First(action => action.Action == change.Action);
        var versions = Wording.Versions(change.FromVersion, change.ToVersion);
        screen.Report($"  {mark} {change.Component}  {change.Action} {versions}".TrimEnd(), tone);
        foreach (var value in change.Values)
            foreach (var line in Wrap.Lines(Text(value), screen.Width, 6)) screen.Report(line);
    }

    private static string Text(PreviewedValue value) => (value.Before, value.After) switch
    {
        (null, _) => $"{value.Path}: {value.After}",
        (_, null) => $"{value.Path}: {value.Before} → none",
        _ => $"{value.Path}: {value.Before} → {value.After}",
    };
}
