using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What must hold whatever happens.</summary>
internal static class Invariants
{
    public static void Hold(Stage stage, Observation seen)
    {
        var state = stage.State;
        var named = new HashSet<int?> { state.Current?.Revision.Number, state.Kept?.Revision.Number, state.Rollout?.To?.Number, state.Rollout?.From?.Revision.Number, state.Rollout?.Kept?.Number };
        // What could not be taken back was said to be left; the next rollout clears it away.
        named.UnionWith(stage.LeftBehind);
        Assert.All(seen.Revisions.Where(r => r.Wanted > 0), r => Assert.Contains(r.Number, named));
        if (seen.Traffic is { ByInstance: false } split)
        {
            Assert.Equal(100, split.Weights.Sum(w => w.Weight));
            Assert.All(split.Weights, w => Assert.InRange(w.Weight, 1, 99));
        }
        // What could not be put back was said to have too few, and a new rollout finds it so.
        if (!stage.Target.HasHurt && stage.LeftBehind.Count == 0)
            EnoughAreHealthy(state, seen);
        if (state.Rollout is { IsOpen: false, Phase: not RolloutPhase.Failed })
            NothingIsLeft(state, seen, stage);
    }

    /// <summary>A rollout that has ended stays as it is, unless its deployment takes it back.</summary>
    public static void MayFollow(ComponentState state, ComponentEvent happened)
    {
        if (state.Rollout is { IsOpen: false } ended && happened is not (RolloutStarted or PreviousReleased))
            Assert.True(happened is RestoreStarted && ended.Phase is RolloutPhase.Live or RolloutPhase.Removed or RolloutPhase.Failed, $"{happened} after {ended.Phase}");
    }

    /// <summary>As long as no instance has suffered, whoever has a share of the traffic has the instances for it.</summary>
    private static void EnoughAreHealthy(ComponentState state, Observation seen)
    {
        if (state.Rollout is not { IsOpen: true, From: { } from, To: { } to, InPlace: false } rollout || to.Spec.Strategy is RecreateSpec || from.Revision.Spec.Strategy is RecreateSpec)
            return;
        var least = Math.Min(from.Revision.Spec.Replicas, to.Spec.Replicas);
        if (seen.Traffic is { ByInstance: false } split)
        {
            foreach (var share in split.Weights)
            {
                var whole = share.Revision == to.Number ? to.Spec.Replicas : from.Revision.Spec.Replicas;
                Assert.True(Ready(seen, share.Revision) >= Math.Min(whole, Math.Max(1, Math.Floor(whole * share.Weight / 100.0))), $"{share} has {Ready(seen, share.Revision)} instances");
            }
        }
        else if (seen.Traffic is { } even)
        {
            Assert.True(even.Weights.Sum(w => Ready(seen, w.Revision)) >= least, $"{rollout.Phase} {rollout.Step}: fewer than {least} instances have traffic");
        }
    }

    private static void NothingIsLeft(ComponentState state, Observation seen, Stage stage)
    {
        if (state.Rollout?.Phase == RolloutPhase.RestoreFailed)
            return;
        var wanted = seen.Revisions.Where(r => r.Wanted > 0).Select(r => (r.Number, r.Wanted)).Order();
        if (state.Kept is { } going && stage.Now >= going.Until)
            return;
        IEnumerable<(int Number, int Wanted)> expected = new[] { state.Current?.Revision, state.Kept?.Revision }.OfType<RevisionSpec>().Select(r => (r.Number, Wanted: r.Spec.Replicas)).Where(r => r.Wanted > 0).Order();
        // What could not be put back whole once may stand by with fewer: going back to it brings the rest up first.
        if (state.Kept is { } kept && stage.HasLeftBehind)
        {
            expected = expected.Where(r => r.Number != kept.Revision.Number);
            Assert.All(wanted.Where(w => w.Number == kept.Revision.Number), w => Assert.InRange(w.Wanted, 1, kept.Revision.Spec.Replicas));
            Assert.Equal(expected, wanted.Where(w => w.Number != kept.Revision.Number));
        }
        else
        {
            Assert.Equal(expected, wanted);
        }
        if (state.Current is { Revision: { Spec.Port: not null, Number: var number } })
            Assert.Equal(number, Assert.Single(seen.Traffic!.Weights).Revision);
    }

    private static int Ready(Observation seen, int revision) =>
        seen.Revisions.FirstOrDefault(r => r.Number == revision)?.Instances.Count(i => i.Phase == InstancePhase.Healthy) ?? 0;
}
