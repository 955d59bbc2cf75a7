using Lumina.Api;
using Lumina.Cli.Surroundings;

namespace Lumina.Cli.Progress;

/// <summary>What a component is at, in words.</summary>
internal static class ProgressText
{
    /// <summary>A deployment that people have to agree to first.</summary>
    public const string AwaitingApproval = "awaiting-approval";

    /// <summary><c>rolling out 1/2</c>.</summary>
    public static string State(ComponentResult component) =>
        component is { Step: > 0, Steps: > 1 } && !HasSettled(component.State)
            ? $"{Wording.State(component.State)} {component.Step}/{component.Steps}"
            : Wording.State(component.State);

    /// <summary><c>1.4.0 → 1.4.1</c>; the other way round for what is taken back.</summary>
    public static string Versions(ComponentResult component) => component.State is "restoring" or "restored"
        ? Wording.Versions(component.ToVersion, component.FromVersion)
        : Wording.Versions(component.FromVersion, component.ToVersion);

    /// <summary>Whether nothing more happens to it, as far as is known.</summary>
    public static bool HasSettled(string state) =>
        state is "live" or "failed" or "restored" or "restore-failed" or "unchanged" or "skipped" or "removed";

    public static Tone ToneOf(string state) => state switch
    {
        "live" or "removed" or "succeeded" => Tone.Good,
        "failed" or "restore-failed" => Tone.Bad,
        "restoring" or "restored" or "degraded" or "rolled-back" or "rolling-back" => Tone.Doubtful,
        "cancelled" or "cancelling" or "paused" or "superseded" or "superseding" or "frozen" or "rejected" or "expired" or AwaitingApproval => Tone.Doubtful,
        "waiting" or "unchanged" or "skipped" or "unknown" or "queued" or "planned" => Tone.Faint,
        _ => Tone.Plain,
    };

    public static string Mark(string state) => state switch
    {
        "live" or "removed" or "unchanged" => "✓",
        "failed" or "restore-failed" => "✗",
        "restoring" or "restored" => "↶",
        "waiting" or "skipped" => "·",
        _ => "▸",
    };
}
