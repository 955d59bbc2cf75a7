using System.Globalization;
using Lumina.Deployments.Components;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Rehearsal.Playing;

/// <summary>What happens to a component, in words.</summary>
internal static class Telling
{
    /// <param name="happened">What.</param>
    /// <param name="rollout">The rollout after it.</param>
    public static (EntryKind Kind, string Text, string? Evidence)? Of(ComponentEvent happened, Rollout rollout) => happened switch
    {
        RolloutStarted e when e.To is null => (EntryKind.Begins, $"{e.FromVersion ?? "it"} is taken away", null),
        RolloutStarted e => (EntryKind.Begins, $"begins: {Way(e)}", null),
        StepStarted e when rollout.Steps > 1 => (EntryKind.Step, $"step {e.Step} of {rollout.Steps}: {StepText(rollout)}", null),
        StepHeld when rollout.AwaitsPromotion => (EntryKind.Gate, "waits for somebody to agree", null),
        StepHeld => (EntryKind.Held, $"all is in place{(LastsOf(rollout) is { } lasts ? $", for {Duration(lasts)}" : "")}", null),
        StepPromoted => (EntryKind.Agreed, "the rehearsal agrees", null),
        RolloutVerified => (EntryKind.Verified, "the verification passes", null),
        RolloutSucceeded when rollout.To is null => (EntryKind.Removed, "gone", null),
        RolloutSucceeded e => (EntryKind.Live, $"{Name(rollout.To)} is live" + (e.KeptUntil is { } until ? $"; {Name(rollout.From?.Revision)} stands by for {Duration(until - e.At)}" : ""), null),
        RolloutFailed e => (EntryKind.Noticed, e.Failure.Reason, e.Failure.LastAnswer),
        RestoreStarted => (EntryKind.TakenBack, "is taken back", null),
        RestoreSucceeded => (EntryKind.Restored, rollout.From is { } from ? $"{Name(from.Revision)} runs as before" : "gone, as before", null),
        RestoreFailed e => (EntryKind.NotRestored, $"could not be taken back: {e.Failure.Reason}", e.Failure.LastAnswer),
        PreviousReleased => (EntryKind.Released, "what stood by is taken down", null),
        _ => null,
    };

    public static string? StrategyOf(StrategySpec? strategy) => strategy switch
    {
        RollingSpec => "rolling",
        RecreateSpec => "recreate",
        BlueGreenSpec => "blue-green",
        CanarySpec => "canary",
        _ => null,
    };

    /// <summary>A revision as people call it.</summary>
    public static string Name(RevisionSpec? revision) => revision?.Spec.Version ?? (revision is null ? "it" : string.Create(CultureInfo.InvariantCulture, $"revision {revision.Number}"));

    /// <summary><c>90 s</c>, <c>5 min</c>, <c>2 h</c>, <c>7 d</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        var (number, unit) = span switch
        {
            { TotalDays: >= 2 } => (span.TotalDays, "d"),
            { TotalHours: >= 1, Minutes: 0, Seconds: 0 } or { TotalHours: >= 2 } => (span.TotalHours, "h"),
            { TotalMinutes: >= 1, Seconds: 0 } or { TotalMinutes: >= 2 } => (span.TotalMinutes, "min"),
            _ => (span.TotalSeconds, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.##} {unit}");
    }

    private static string Way(RolloutStarted e)
    {
        var versions = e.FromVersion is null ? Name(e.To) : e.FromVersion == e.To?.Spec.Version ? $"{e.FromVersion} anew" : $"{e.FromVersion} → {Name(e.To)}";
        return e.InPlace ? $"{versions}, its instances stay" : e.FromRevision is null ? $"{versions}, for the first time" : $"{versions}, {StrategyOf(e.To?.Spec.Strategy)}";
    }

    private static string StepText(Rollout rollout) => StrategyChoice.Of(rollout) switch
    {
        Canary canary => string.Create(CultureInfo.InvariantCulture, $"{canary.WeightOf(rollout.Step)}% on {canary.ScaleOf(rollout.Step)} new"),
        BlueGreen when rollout.Step == 1 => "the new ones start beside the old ones",
        BlueGreen blueGreen when rollout.Step < blueGreen.Steps => "the new ones are verified",
        BlueGreen => "the switch",
        Recreate when rollout.Step == 1 => "the old ones stop",
        Recreate => "the new ones start",
        Rolling => "the next batch",
        _ => "goes on",
    };

    private static TimeSpan? LastsOf(Rollout rollout) =>
        rollout.To?.Spec.Strategy is CanarySpec canary && rollout.Step >= 1 && rollout.Step <= canary.Steps.Length ? canary.Steps[rollout.Step - 1].For : null;
}
