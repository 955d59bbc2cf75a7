using Lumina.Api;
using Lumina.Cli.Progress;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Reports;

/// <summary>Tells how a deployment ended: why, with what was seen, and where that leaves everything.</summary>
internal static class DeploymentEnding
{
    public static ExitCode ExitCodeOf(string outcome) => outcome switch
    {
        "succeeded" => ExitCode.Done,
        "rolled-back" or "cancelled" => ExitCode.RolledBack,
        "superseded" => ExitCode.Conflict,
        "refused" => ExitCode.Refused,
        "rejected" or "expired" => ExitCode.Rejected,
        _ => ExitCode.Failed,
    };

    public static void Write(Screen screen, DeploymentDetail detail)
    {
        foreach (var component in detail.Components.Where(component => component.Reason is not null || component.Evidence is not null))
            WriteFailure(screen, component);
        foreach (var check in detail.Checks ?? []) DecisionsText.Write(screen, check.Decisions);
        if (detail.Summary is { State: not "succeeded", Reason: { } reason }
            && detail.Components.All(component => component.Reason != reason && $"{component.Name}: {component.Reason}" != reason))
            WriteText(screen, reason, 0);
        WriteText(screen, Summary(detail), 0, detail.Summary.State == "succeeded" ? Tone.Good : ProgressText.ToneOf(detail.Summary.State));
        if (detail.Summary.State != "succeeded") screen.Report($"  lumina show {detail.Summary.Id}", Tone.Faint);
    }

    /// <summary>One line: <c>5 components live in 3.2 s</c>.</summary>
    public static string Summary(DeploymentDetail detail)
    {
        var took = Wording.Duration(detail.Summary.Seconds);
        return detail.Summary.State switch
        {
            "succeeded" => Succeeded(detail, took),
            "rolled-back" => $"failed and rolled back in {took}{Counted(detail, "restored")}",
            "cancelled" => $"cancelled after {took}{Counted(detail, "restored")}",
            "superseded" => $"overtaken after {took}{Counted(detail, "live", "restored")}",
            "refused" => "refused: nothing was touched",
            "rejected" => "rejected: nothing was touched",
            "expired" => "too few have agreed in time: nothing was touched",
            "failed" => $"failed after {took}{Counted(detail, "restored", "failed")}",
            var open => $"{Wording.State(open)} for {took}",
        };
    }

    /// <summary>Why a component failed, and what was seen.</summary>
    public static void WriteFailure(Screen screen, ComponentResult component)
    {
        var reason = component.Reason ?? Wording.State(component.State);
        WriteText(screen, $"{component.Name}: {reason}", 0, ProgressText.ToneOf(component.State));
        if (component.Evidence is not { } evidence) return;
        if (evidence.LastAnswer is { } answer && component.Reason?.Contains(answer, StringComparison.Ordinal) != true)
            WriteText(screen, "last answer: " + answer, 2);
        if (evidence.LogTail.Count == 0) return;
        screen.Report($"  last lines of {evidence.Instance ?? component.Name}:", Tone.Faint);
        foreach (var line in evidence.LogTail) screen.Report("    " + line);
    }

    private static string Succeeded(DeploymentDetail detail, string took)
    {
        var live = detail.Components.Count(component => component.Outcome == "live");
        var restored = detail.Components.Count(component => component.Outcome == "restored");
        var removed = detail.Components.Count(component => component.Outcome == "removed");
        var unchanged = detail.Components.Count(component => component.Outcome is "unchanged");
        var parts = new List<string>();
        if (live > 0) parts.Add($"{Wording.Count(live, "component")} live");
        if (restored > 0) parts.Add($"{Wording.Count(restored, "component")} restored");
        if (removed > 0) parts.Add(parts.Count == 0 ? $"{Wording.Count(removed, "component")} removed" : $"{removed} removed");
        if (parts.Count == 0) return Nothing(detail.Summary.Kind, unchanged);
        if (unchanged > 0) parts.Add($"{unchanged} unchanged");
        return $"{string.Join(", ", parts)} in {took}";
    }

    /// <summary>What there is to say when nothing changes.</summary>
    public static string Nothing(string kind, int unchanged) => (kind, unchanged) switch
    {
        ("remove", _) => "nothing to remove",
        (_, 0) => "nothing to change",
        _ => $"nothing to change: {Wording.Count(unchanged, "component")} as planned",
    };

    private static string Counted(DeploymentDetail detail, params ReadOnlySpan<string> outcomes)
    {
        var parts = new List<string>();
        foreach (var outcome in outcomes)
        {
            var count = detail.Components.Count(component => component.Outcome == outcome);
            if (count > 0) parts.Add($"{Wording.Count(count, "component")} {outcome}");
        }

        return parts.Count == 0 ? "" : ": " + string.Join(", ", parts);
    }

    private static void WriteText(Screen screen, string text, int indent, Tone tone = Tone.Plain)
    {
        foreach (var line in Wrap.Lines(text, screen.Width, indent)) screen.Report(line, tone);
    }
}
