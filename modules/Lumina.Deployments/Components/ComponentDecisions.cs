using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Components;

/// <summary>What follows from an order, given the component as it is: events to record, or a reason against it. Functions, nothing else.</summary>
internal static class ComponentDecisions
{
    public static RolloutStarted Start(ComponentState state, RolloutOrder order, DateTimeOffset now)
    {
        var from = state.Current;
        // The same thing again (instances that went missing) is a matter of number, not of a new revision; unless new instances are what is wanted.
        var inPlace = from is not null && order.Spec is not null && !order.Anew && (order.InPlace || IsSame(from.Revision, order));
        var to = order.Spec is null ? null
            : inPlace && from is not null ? new RevisionSpec(from.Revision.Number, order.Spec, order.Directory)
            // What stands by is what is wanted: it is taken up again as it is.
            : !order.Anew && state.Kept is { } kept && IsSame(kept.Revision, order) ? kept.Revision
            : new RevisionSpec(state.LastRevision + 1, order.Spec, order.Directory);
        var steps = to is null ? 1 : StrategyChoice.Of(to, from, inPlace, order.Back).Steps;
        return new RolloutStarted(
            order.Deployment, order.Action, inPlace, from?.Revision.Number, from?.Revision.Spec.Version, to, steps, now)
        { Back = order.Back };
    }

    public static IReadOnlyList<ComponentEvent> Restore(ComponentState state, RestoreOrder order, DateTimeOffset now) =>
        state.Rollout is { } rollout && rollout.Deployment == order.Deployment
            && rollout.Phase is not (RolloutPhase.Restoring or RolloutPhase.Restored or RolloutPhase.RestoreFailed)
            && !(order.OnlyUnderway && rollout.Phase is RolloutPhase.Live or RolloutPhase.Removed)
            ? [new RestoreStarted(order.Cause, now)]
            : [];

    /// <summary>An alarm fails what is on its way forward, unless it has been standing since before: then the new revision is not its cause, and may be its cure.</summary>
    public static IReadOnlyList<ComponentEvent> Alarm(ComponentState state, ComponentAlarm alarm, DateTimeOffset now) =>
        state.Rollout is { Phase: RolloutPhase.Preparing or RolloutPhase.RollingOut } rollout && alarm.Since >= rollout.StartedAt
            ? [new RolloutFailed(new Failure($"The alarm '{alarm.Name}' fires.", null, alarm.Evidence) { By = Notice.Alarm }, now)]
            : [];

    /// <summary>A promotion that comes again changes nothing; one for a gate that was not reached yet is refused, so that nobody agrees to
    /// what can't be seen.</summary>
    public static StepDecision Promote(ComponentState state, StepOrder order, DateTimeOffset now)
    {
        if (Unfit(state, order, out var rollout) is { } unfit)
            return unfit;
        var strategy = StrategyChoice.Of(rollout);
        var promoted = new StepPromoted(order.Full, order.Actor, order.Comment, now);
        if (order.Full)
        {
            return rollout.Full ? StepDecision.Nothing
                : strategy.Weighs ? StepDecision.Record(promoted)
                : StepDecision.Refuse("Its strategy has no steps that could be passed over.");
        }
        if (rollout.GateOpened || rollout.Full)
            return StepDecision.Nothing;
        if (!strategy.IsGate(rollout.Step))
        {
            return StepDecision.Refuse(strategy.IsTimed(rollout.Step)
                ? "It waits for its time, which skip ends; promote --full goes straight to the last step."
                : "It waits for nobody.");
        }
        return rollout.HeldSince is null
            ? StepDecision.Refuse("It has not come to its gate yet: what the step brings is not all in place.")
            : StepDecision.Record(promoted);
    }

    public static StepDecision Skip(ComponentState state, StepOrder order, DateTimeOffset now)
    {
        if (Unfit(state, order, out var rollout) is { } unfit)
            return unfit;
        var strategy = StrategyChoice.Of(rollout);
        return rollout.WaitSkipped ? StepDecision.Nothing
            : strategy.IsGate(rollout.Step) ? StepDecision.Refuse("It waits for a person, not for a time: promote lets it go on.")
            : !strategy.IsTimed(rollout.Step) || rollout.HeldSince is null ? StepDecision.Refuse("It waits for no time.")
            : StepDecision.Record(new WaitSkipped(order.Actor, order.Comment, now));
    }

    private static StepDecision? Unfit(ComponentState state, StepOrder order, out Rollout rollout)
    {
        rollout = state.Rollout!;
        return state.Rollout is not { } found || found.Deployment != order.Deployment ? StepDecision.Refuse("The deployment has not begun with it.")
            : found.Phase is RolloutPhase.Restoring or RolloutPhase.Restored or RolloutPhase.RestoreFailed or RolloutPhase.Failed ? StepDecision.Refuse("It is being taken back.")
            : order.Step is { } step && (found.Step > step || !found.IsOpen) ? StepDecision.Nothing
            : found.Phase != RolloutPhase.RollingOut ? StepDecision.Refuse(found.IsOpen ? "It has not begun with its first step." : "It has ended.")
            : null;
    }

    private static bool IsSame(RevisionSpec revision, RolloutOrder order) =>
        order.Spec is not null && revision.Directory == order.Directory && PlanJson.Digest(revision.Spec) == PlanJson.Digest(order.Spec);
}

/// <summary>What follows from what a person wants of a step.</summary>
/// <param name="Events">To be recorded; none when it is so already.</param>
/// <param name="Answer">For the person.</param>
internal sealed record StepDecision(IReadOnlyList<ComponentEvent> Events, ControlAnswer Answer)
{
    public static StepDecision Nothing { get; } = new([], new ControlAnswer(ControlReply.Done, null));

    public static StepDecision Record(ComponentEvent happened) => new([happened], new ControlAnswer(ControlReply.Done, null));

    public static StepDecision Refuse(string reason) => new([], new ControlAnswer(ControlReply.WrongState, reason));
}
