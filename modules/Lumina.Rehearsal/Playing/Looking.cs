using Lumina.Deployments.Targets;

namespace Lumina.Rehearsal.Playing;

/// <summary>From what a target shows to a sample of the timeline.</summary>
internal static class Looking
{
    public static Sample At(Observation seen, int? to, int? from, bool inPlace, TimeSpan now)
    {
        // Where the instances stay, there is one revision only.
        var old = inPlace ? null : from;
        var (newReady, newThere) = Count(seen, to);
        var (oldReady, oldThere) = Count(seen, old);
        var shares = SharesOf(seen, to, old, newReady, oldReady);
        return new Sample(now, shares.New, shares.Old, newReady, newThere, oldReady, oldThere);
    }

    private static (double New, double Old) SharesOf(Observation seen, int? to, int? old, int newReady, int oldReady)
    {
        var split = seen.Traffic;
        var weights = split is null || split.ByInstance
            ? (New: Listed(split, to) ? newReady : 0, Old: Listed(split, old) ? oldReady : 0)
            : (New: newReady > 0 ? WeightOf(split, to) : 0, Old: oldReady > 0 ? WeightOf(split, old) : 0);
        var all = weights.New + weights.Old;
        return all == 0 ? (0, 0) : (Math.Round(100.0 * weights.New / all, 1), Math.Round(100.0 * weights.Old / all, 1));
    }

    /// <summary>Without traffic it is a matter of instances alone.</summary>
    private static bool Listed(TrafficSplit? split, int? revision) => split is null || split.Weights.Any(w => w.Revision == revision);

    private static int WeightOf(TrafficSplit split, int? revision) => split.Weights.FirstOrDefault(w => w.Revision == revision)?.Weight ?? 0;

    private static (int Ready, int There) Count(Observation seen, int? revision)
    {
        var instances = seen.Revisions.FirstOrDefault(r => r.Number == revision)?.Instances ?? [];
        return (instances.Count(i => i.Phase == InstancePhase.Healthy), instances.Count(i => i.Phase != InstancePhase.Stopping));
    }
}
