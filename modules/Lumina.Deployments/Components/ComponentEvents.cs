using System.Text.Json.Serialization;
using Lumina.Deployments.Targets;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Components;

/// <summary>What happens to a component. Names and members are stable: they are on disk.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RolloutStarted), RolloutStarted.Name)]
[JsonDerivedType(typeof(StepStarted), StepStarted.Name)]
[JsonDerivedType(typeof(RolloutSucceeded), RolloutSucceeded.Name)]
[JsonDerivedType(typeof(RolloutFailed), RolloutFailed.Name)]
[JsonDerivedType(typeof(RestoreStarted), RestoreStarted.Name)]
[JsonDerivedType(typeof(RestoreSucceeded), RestoreSucceeded.Name)]
[JsonDerivedType(typeof(RestoreFailed), RestoreFailed.Name)]
public abstract record ComponentEvent(DateTimeOffset At)
{
    internal abstract string Type { get; }
}

/// <summary>A deployment has begun to change the component.</summary>
public sealed record RolloutStarted(
    string Deployment, ChangeAction Action, bool InPlace, int? FromRevision, string? FromVersion, RevisionSpec? To, int Steps, DateTimeOffset At)
    : ComponentEvent(At)
{
    public const string Name = "rollout-started";

    internal override string Type => Name;
}

/// <summary>Everything before it is done; step <paramref name="Step"/> is being done now.</summary>
public sealed record StepStarted(int Step, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-started";

    internal override string Type => Name;
}

/// <summary>The new revision is live, or the component is gone.</summary>
public sealed record RolloutSucceeded(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-succeeded";

    internal override string Type => Name;
}

/// <summary>The new revision will not do; nothing was taken back yet.</summary>
public sealed record RolloutFailed(Failure Failure, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-failed";

    internal override string Type => Name;
}

/// <summary>What ran before is being brought back.</summary>
/// <param name="Cause">Why the deployment is taken back.</param>
/// <param name="At">When.</param>
public sealed record RestoreStarted(string Cause, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-started";

    internal override string Type => Name;
}

/// <summary>What ran before runs again.</summary>
public sealed record RestoreSucceeded(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-succeeded";

    internal override string Type => Name;
}

/// <summary>What ran before could not be brought back.</summary>
public sealed record RestoreFailed(Failure Failure, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-failed";

    internal override string Type => Name;
}

/// <summary>The fold of a component's events.</summary>
public static class ComponentFold
{
    public static ComponentState Apply(ComponentState state, ComponentEvent happened) => happened switch
    {
        RolloutStarted e => state with
        {
            LastRevision = Math.Max(state.LastRevision, e.To?.Number ?? 0),
            Rollout = new Rollout
            {
                Deployment = e.Deployment,
                Action = e.Action,
                InPlace = e.InPlace,
                Phase = e.To is null ? RolloutPhase.Removing : RolloutPhase.Preparing,
                To = e.To,
                From = state.Current,
                Steps = e.Steps,
                StartedAt = e.At,
                StepStartedAt = e.At,
            },
        },
        StepStarted e => state with
        {
            Rollout = Open(state) with { Phase = RolloutPhase.RollingOut, Step = e.Step, StepStartedAt = e.At },
        },
        RolloutSucceeded e => Succeeded(state, e),
        RolloutFailed e => state with { Rollout = Open(state) with { Phase = RolloutPhase.Failed, Failure = e.Failure, EndedAt = e.At } },
        RestoreStarted e => state with
        {
            Rollout = Open(state) with
            {
                Phase = RolloutPhase.Restoring,
                StepStartedAt = e.At,
                EndedAt = null,
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
            Current = Open(state).From ?? (Open(state).To is { } to ? new LiveRevision(to, Open(state).Deployment, e.At) : null),
            Rollout = Open(state) with { Phase = RolloutPhase.RestoreFailed, RestoreFailure = e.Failure, EndedAt = e.At },
        },
        _ => throw new NotSupportedException($"A newer program wrote '{happened.Type}'; this one does not know it."),
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
                Current = new LiveRevision(rollout.To, rollout.Deployment, e.At),
                Rollout = rollout with { Phase = RolloutPhase.Live, EndedAt = e.At },
            };
    }

    private static Rollout Open(ComponentState state) =>
        state.Rollout ?? throw new InvalidOperationException("A component's event came before its rollout was started.");
}
