using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;

namespace Lumina.Robustness.Checking;

/// <summary>The record itself.</summary>
internal static class RecordRules
{
    public static IEnumerable<string> NothingAcknowledgedIsLost(History history)
    {
        var deployments = history.Deployments.ToLookup(d => d.Deployment);
        foreach (var accepted in history.Accepted)
        {
            if (!deployments.Contains(accepted.Deployment))
                yield return $"{accepted.Deployment} was accepted and is not in the journal";
            else if (accepted.CancelAccepted && !deployments[accepted.Deployment].Any(IsCancel))
                yield return $"{accepted.Deployment} was cancelled, and the journal does not say so";
        }

        var types = history.Deployments.Select(d => (d.Position, NameOf(d.Event)))
            .Concat(history.Components.Select(c => (c.Position, NameOf(c.Event)))).ToDictionary(e => e.Position, e => e.Item2);
        foreach (var seen in history.Seen.Where(seen => types.GetValueOrDefault(seen.Position) != seen.Type))
            yield return $"{seen.Deployment}: a client was shown {seen.Type} at {seen.Position}, where the journal has {types.GetValueOrDefault(seen.Position) ?? "nothing"}";
        foreach (var contradiction in history.Contradictions)
            yield return contradiction;
    }

    public static IEnumerable<string> StatesAreTheFoldOfTheEvents(History history)
    {
        foreach (var component in history.Components.GroupBy(c => c.Component))
        {
            var folded = component.Select(c => c.Event).Aggregate(ComponentState.Initial, ComponentFold.Apply);
            if (!history.States.TryGetValue(component.Key, out var kept) || !Essence(folded).Equals(Essence(kept)))
                yield return $"{component.Key}: the state that is kept is not what its events come to";
        }
    }

    public static IEnumerable<string> TheChainHolds(History history) =>
        history.Verification.BrokenAt is { } at ? [$"the journal is broken at {at}: {history.Verification.Reason}"] : [];

    private static object Essence(ComponentState state) => (
        state.LastRevision, state.Current?.Revision.Number, state.Current?.Deployment, state.Kept?.Revision.Number, state.Kept?.Until,
        (state.Rollout?.Deployment, state.Rollout?.Phase, state.Rollout?.Step, state.Rollout?.HeldSince, state.Rollout?.EndedAt));

    private static bool IsCancel(DeploymentHappened happened) =>
        happened.Event is DeploymentCancelling or DeploymentEnded { Status: DeploymentStatus.Cancelled };

    /// <summary>The stable name of an event, as it is on disk and on the wire.</summary>
    private static string NameOf(object happened) => (string)(happened.GetType().GetField("Name")?.GetRawConstantValue() ?? "");
}
