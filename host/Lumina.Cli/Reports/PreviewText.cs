using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>What would change and why, value by value.</summary>
internal static class PreviewText
{
    private const int MostNamed = 8;
    private const int OriginIndent = 10;

    private static readonly (string Action, string Mark, Tone Tone)[] Actions =
    [
        ("create", "+", Tone.Good), ("update", "~", Tone.Doubtful), ("restart", "↻", Tone.Doubtful), ("remove", "-", Tone.Bad),
    ];

    public static bool ChangesNothing(Preview preview) => preview.Changes.All(change => change.Action == "unchanged");

    public static void Write(Screen screen, Preview preview, TimeProvider time)
    {
        screen.Report($"{preview.Plan} in {preview.Environment}", Tone.Strong);
        if (ChangesNothing(preview))
        {
            screen.Report(DeploymentEnding.Nothing("apply", preview.Changes.Count));
            DecisionsText.Write(screen, preview.Decisions);
            return;
        }

        foreach (var change in preview.Changes.Where(change => change.Action != "unchanged")) Write(screen, change);
        screen.Report("");
        WriteOrder(screen, preview.Groups);
        if (preview.Expected is { } expected)
            foreach (var line in Wrap.Lines("expected: " + Text(expected), screen.Width)) screen.Report(line);
        screen.Report(Count(preview));
        if (preview.FrozenUntil is { } until)
        {
            var frozen = $"{preview.Environment} is frozen until {Wording.Moment(until, time)}: to apply it now takes --despite-freeze REASON";
            foreach (var line in Wrap.Lines(frozen, screen.Width)) screen.Report(line, Tone.Doubtful);
        }

        DecisionsText.Write(screen, preview.Decisions);
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
        foreach (var value in change.Values) Write(screen, value);
    }

    private static void Write(Screen screen, PreviewedValue value)
    {
        var lines = Wrap.Lines(Text(value), screen.Width, 6).ToArray();
        if (value.Origin is not { } known)
        {
            foreach (var line in lines) screen.Report(line);
            return;
        }

        var origin = OriginText.Of(known);
        var fits = lines is [var only] && only.Length + 3 + origin.Length <= screen.Width;
        if (fits) lines[0] += "   " + screen.PaintReport(origin, Tone.Faint);
        foreach (var line in lines) screen.Report(line);
        if (fits) return;
        // Too long for a line, it is parted where it has parts.
        var parts = origin.Length + OriginIndent <= screen.Width ? [origin] : OriginText.PartsOf(known);
        foreach (var part in parts)
            foreach (var line in Wrap.Lines(part, screen.Width, OriginIndent)) screen.Report(line, Tone.Faint);
    }

    /// <summary>In one line where that fits, else a line for each group.</summary>
    private static void WriteOrder(Screen screen, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        var steps = groups.Select((group, index) => $"{index + 1}. {string.Join(", ", group)}").ToArray();
        var line = "order: " + string.Join("   ", steps);
        if (line.Length <= screen.Width)
        {
            screen.Report(line);
            return;
        }

        screen.Report("order:");
        foreach (var step in steps)
            foreach (var part in Wrap.Lines(step, screen.Width, 2)) screen.Report(part);
    }

    private static string Text(ExpectedDuration expected)
    {
        if (expected.Seconds is not { } seconds) return "no history yet";
        var length = Wording.Duration(seconds);
        var way = expected.Path.Count > 1 ? $" ({Listed(expected.Path, ", then ")})" : "";
        return expected.Unknown.Count == 0
            ? $"about {length}{way}"
            : $"at least {length}{way}; no history yet of {Listed(expected.Unknown, ", ")}";
    }

    // A way through a thousand components tells nobody more than its beginning does.
    private static string Listed(IReadOnlyList<string> names, string separator) => names.Count <= MostNamed
        ? string.Join(separator, names)
        : $"{string.Join(separator, names.Take(MostNamed))} and {names.Count - MostNamed} more";

    /// <summary><c>image: a → b</c>; of a secret <c>secret KEY: (secret, version 3 → 4)</c>.</summary>
    public static string Text(PreviewedValue value) => (value.Before, value.After) switch
    {
        ({ } before, { } after) when VersionOf(before) is { } from && VersionOf(after) is { } to => $"{value.Path}: (secret, version {from} → {to})",
        (null, _) => $"{value.Path}: {value.After}",
        (_, null) => $"{value.Path}: {value.Before} → none",
        _ => $"{value.Path}: {value.Before} → {value.After}",
    };

    /// <summary>The number in <c>(secret, version 3)</c>; null for anything else.</summary>
    private static string? VersionOf(string notation)
    {
        const string start = "(secret, version ";
        return notation.StartsWith(start, StringComparison.Ordinal) && notation[start.Length..].TrimEnd(')') is { Length: > 0 } number && number.All(char.IsAsciiDigit)
            ? number
            : null;
    }
}
