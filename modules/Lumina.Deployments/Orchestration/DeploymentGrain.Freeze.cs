using System.Globalization;
using Lumina.Deployments.Environments;

namespace Lumina.Deployments.Orchestration;

/// <summary>How a deployment keeps to the freezes of its environment. Nothing of it is kept in memory: it follows from the clock and the record.</summary>
internal sealed partial class DeploymentGrain
{
    /// <summary>Whether no component and no step may begin.</summary>
    private bool IsHeld => State.Status == DeploymentStatus.Paused || FrozenUntil() is not null;

    public async Task<ControlAnswer> ResumeAsync(string actor, string? comment, string? despiteFreeze = null)
    {
        DeploymentStatus[] allowed = despiteFreeze is null
            ? [DeploymentStatus.Running, DeploymentStatus.Paused]
            : [DeploymentStatus.Running, DeploymentStatus.Paused, DeploymentStatus.Queued, DeploymentStatus.RollingBack];
        if (Refusal(allowed) is { } refusal)
            return refusal;
        var wasPaused = State.Status == DeploymentStatus.Paused;
        await RecordAsync(state => [.. Lifting(state, actor, despiteFreeze), .. state.Status == DeploymentStatus.Paused ? [new DeploymentResumed(actor, comment, Now)] : Nothing]);
        if (Refusal([.. allowed.Where(status => status != DeploymentStatus.Paused)]) is { } overtaken)
            return overtaken;
        if (!wasPaused && FrozenUntil() is { } until)
            return Frozen(until);
        await HoldAsync(IsHeld);
        Watch();
        return new ControlAnswer(ControlReply.Done, null);
    }

    private static readonly DeploymentRecord[] Nothing = [];

    private DeploymentRecord[] Lifting(DeploymentState state, string actor, string? reason) =>
        reason is null || state.DespiteFreeze is not null || state.HasEnded || state.Intent.Freezes is not { Count: > 0 } ? Nothing : [new FreezeLifted(actor, reason, Now)];

    /// <summary>Until when nothing may begin; null when something may.</summary>
    private DateTimeOffset? FrozenUntil() => State.DespiteFreeze is null ? Freeze.Until(State.Intent.Freezes, Now) : null;

    /// <summary>Takes note of a freeze that has begun, or is over, since the last look.</summary>
    /// <returns>Whether nothing may begin.</returns>
    private async Task<bool> KeepFreezeAsync()
    {
        var until = FrozenUntil();
        if (until == State.FrozenUntil)
            return until is not null;
        // What is on record as frozen is held already.
        if (until is not null)
            await HoldAsync(held: true);
        await RecordAsync(state => state.HasEnded || state.DespiteFreeze is not null || state.FrozenUntil == until ? []
            : until is { } end ? [new DeploymentFrozen(end, Now)]
            : [new DeploymentThawed(Now)]);
        await HoldAsync(IsHeld);
        return until is not null;
    }

    /// <summary>It is its turn, and its environment is frozen: it keeps its turn, and waits.</summary>
    private async Task WaitForThawAsync(DateTimeOffset until)
    {
        await RecordAsync(state => state.Status != DeploymentStatus.Queued || state.FrozenUntil == until ? [] : [new DeploymentFrozen(until, Now)]);
        if (_sweep is null)
            Watch();
    }

    private static ControlAnswer Frozen(DateTimeOffset until) => new(ControlReply.WrongState, string.Create(CultureInfo.InvariantCulture,
        $"Its environment is frozen until {until:yyyy-MM-dd HH:mm} UTC. It goes on by itself then, or now with lumina resume --despite-freeze REASON."));
}
