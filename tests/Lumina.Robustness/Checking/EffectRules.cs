using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Robustness.Agent;

namespace Lumina.Robustness.Checking;

/// <summary>What was done outside, held against the record.</summary>
internal static class EffectRules
{
    public static IEnumerable<string> EffectsAreHadOnce(History history)
    {
        foreach (var twice in history.Effects.GroupBy(e => (e.Component, e.Operation)).Where(e => e.Count() > 1))
            yield return $"{twice.Key.Component}: {twice.Key.Operation} was done {twice.Count()} times";
        // From one record follows the same thing once, whatever it is called.
        foreach (var again in history.Effects.Where(IsScale).GroupBy(e => (e.Component, e.Fence, e.What)).Where(e => e.Select(named => named.Operation).Distinct().Count() > 1))
            yield return $"{again.Key.Component}: {again.Key.What} (fence {again.Key.Fence}) was done under {again.Count()} names: {string.Join(", ", again.Select(e => e.Operation))}";
        foreach (var component in history.Effects.GroupBy(e => e.Component))
        {
            foreach (var (before, after) in component.Zip(component.Skip(1)).Where(pair => pair.Second.Fence < pair.First.Fence))
                yield return $"{component.Key}: {after.Operation} (fence {after.Fence}) was done after {before.Operation} (fence {before.Fence})";
        }
    }

    /// <summary>Event first: nothing is done that does not follow from an event, and nothing after the end.</summary>
    public static IEnumerable<string> EffectsAreOfKnownDeployments(History history)
    {
        var accepted = history.Deployments.Where(d => d.Event is DeploymentPlanned).Select(d => d.Deployment).ToHashSet();
        var events = history.Components.GroupBy(c => c.Component).ToDictionary(c => c.Key, c => (long)c.Count());
        foreach (var effect in history.Effects)
        {
            var deployment = effect.Operation.Split('/')[0];
            if (deployment != effect.Component.Component && !accepted.Contains(deployment))
                yield return $"{effect.Component}: {effect.Operation} belongs to no deployment";
            if (effect.Fence > events.GetValueOrDefault(effect.Component))
                yield return $"{effect.Component}: {effect.Operation} has fence {effect.Fence}, and there are {events.GetValueOrDefault(effect.Component)} events";
        }
    }

    public static IEnumerable<string> NothingRunsThatTheStateDoesNotKnow(History history)
    {
        var running = history.Running.ToDictionary(o => o.Component);
        foreach (var observation in history.Running)
        {
            var known = KnownOf(history.States.GetValueOrDefault(observation.Component));
            foreach (var stray in observation.Revisions.Where(r => r.Wanted > 0 && !known.Contains(r.Number)))
                yield return $"{observation.Component}: revision {stray.Number} runs, and the record has {string.Join(", ", known.Order())}";
        }

        foreach (var (component, state) in history.States)
        {
            if (state.Current is not { } current || state.Rollout is { Phase: RolloutPhase.RestoreFailed })
                continue;
            var wanted = running.GetValueOrDefault(component)?.Revisions.FirstOrDefault(r => r.Number == current.Revision.Number)?.Wanted ?? 0;
            if (wanted != current.Revision.Spec.Replicas)
                yield return $"{component}: {wanted} instances of revision {current.Revision.Number} are wanted of the target, and the record has {current.Revision.Spec.Replicas}";
        }
    }

    private static bool IsScale(Effect effect) => effect.Operation.Contains("/scale-", StringComparison.Ordinal);

    private static HashSet<int> KnownOf(ComponentState? state)
    {
        // What could not be taken back says so itself, and may have left either.
        int?[] known =
        [
            state?.Current?.Revision.Number, state?.Kept?.Revision.Number,
            state?.Rollout is { Phase: RolloutPhase.RestoreFailed } left ? left.To?.Number : null,
        ];
        return [.. known.OfType<int>()];
    }
}
