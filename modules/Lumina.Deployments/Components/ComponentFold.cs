using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>The fold of a component's events.</summary>
public static class ComponentFold
{
    public static ComponentState Apply(ComponentState state, ComponentEvent happened) => happened switch
    {
        RolloutStarted e => state with
        {
            LastRevision = Math.Max(state.LastRevision, e.To?.Number ?? 0),
            Kept = null,
            Rollout = new Rollout
            {
                Deployment = e.Deployment,
                Action = e.Action,
                InPlace = e.InPlace,
                Phase = e.To is null ? RolloutPhase.Removing : RolloutPhase.Preparing,
                To = e.To,
                From = state.Current,
                Kept = state.Kept?.Revision,
                KeptConfiguration = state.Kept?.Configuration,
                Back = e.Back,
                LastConfiguration = state.LastConfiguration,
                Steps = e.Steps,
                StartedAt = e.At,
                StepStartedAt = e.At,
            },
        },
        StepStarted e => state with
        {
            Rollout = Open(state) with
            {
                Phase = RolloutPhase.RollingOut,
                Step = e.Step,
                StepStartedAt = e.At,
                HeldSince = null,
                GateOpened = false,
                WaitSkipped = false,
                StepAnalysis = null,
                Approval = null,
            },
        },
        StepHeld e => state with { Rollout = CanaryAnalysis.Begin(Open(state) with { HeldSince = e.At }) },
        Measured e => state with { Rollout = CanaryAnalysis.Fold(Open(state), e) },
        StepPromoted e => state with { Rollout = Open(state) with { GateOpened = true, Full = Open(state).Full || e.Full } },
        WaitSkipped => state with { Rollout = Open(state) with { WaitSkipped = true } },
        RolloutVerified => state with { Rollout = Open(state) with { Verified = true } },
        PreviousReleased => state with { Kept = null },
        RolloutSucceeded e => Succeeded(state, e),
        RolloutFailed e => state with { Rollout = Open(state) with { Phase = RolloutPhase.Failed, Failure = e.Failure, EndedAt = e.At, Approval = null } },
        RestoreStarted e => state with
        {
            Kept = null,
            Rollout = Open(state) with
            {
                Phase = RolloutPhase.Restoring,
                StepStartedAt = e.At,
                EndedAt = null,
                Approval = null,
                StepAnalysis = null,
                WholeAnalysis = null,
            },
        },
        RestoreSucceeded e => state with
        {
            Current = Open(state).From,
            Rollout = Open(state) with { Phase = RolloutPhase.Restored, EndedAt = e.At },
        },
        RestoreFailed e => state with
        {
            // Of a creation that could not be undone something may run: it is kept, so that it can be taken down.
            Current = Open(state).From ?? (Open(state).To is { } to ? Live(to, Open(state), e.At) : null),
            Rollout = Open(state) with { Phase = RolloutPhase.RestoreFailed, RestoreFailure = e.Failure, EndedAt = e.At },
        },
        _ => ConfigurationFold.Apply(state, happened) ?? state with { Rollout = StepDecisionFold.Apply(Open(state), happened) },
    };

    private static ComponentState Succeeded(ComponentState state, RolloutSucceeded e)
    {
        var rollout = Open(state);
        return rollout.To is null
            ? state with
            {
                Current = null,
                Rollout = rollout with { Phase = RolloutPhase.Removed, EndedAt = e.At },
            }
            : state with
            {
                Current = Live(rollout.To, rollout, e.At),
                Kept = e.KeptUntil is { } until && rollout.From is { } before ? new KeptRevision(before.Revision, until) { Configuration = before.Configuration } : null,
                Rollout = rollout with { Phase = RolloutPhase.Live, EndedAt = e.At, StepAnalysis = null, WholeAnalysis = null },
            };
    }

    private static LiveRevision Live(RevisionSpec to, Rollout rollout, DateTimeOffset at) =>
        new(to, rollout.Deployment, at) { Configuration = rollout.Configuration };

    private static Rollout Open(ComponentState state) =>
        state.Rollout ?? throw new InvalidOperationException("A component's event came before its rollout was started.");
}
