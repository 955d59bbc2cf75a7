using System.Collections.Immutable;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Strategies;

/// <summary>The instances of one revision against those that it replaces, or is replaced by.</summary>
/// <param name="New">Of the one revision.</param>
/// <param name="Old">Of the others, together.</param>
/// <param name="Others">Those others.</param>
/// <param name="ReadyIn">When the next of the one revision will have been healthy for long enough; null when none is waiting for that.</param>
internal sealed record InstanceSets(InstanceCounts New, InstanceCounts Old, ImmutableArray<ObservedRevision> Others, TimeSpan? ReadyIn)
{
    /// <param name="observation">What is there.</param>
    /// <param name="number">The one revision.</param>
    /// <param name="counts">Which of the others count; null for all.</param>
    /// <param name="minReady">How long an instance of the one has to have been healthy.</param>
    /// <param name="now">The time.</param>
    public static InstanceSets Of(Observation observation, int number, Func<int, bool>? counts, TimeSpan minReady, DateTimeOffset now)
    {
        var (one, old) = (new InstanceCounts(), new InstanceCounts());
        var others = ImmutableArray.CreateBuilder<ObservedRevision>();
        TimeSpan? readyIn = null;
        foreach (var seen in observation.Revisions)
        {
            if (seen.Number == number)
            {
                one = Count(seen, i => minReady == TimeSpan.Zero || now - i.Since >= minReady);
                if (seen.Instances.Where(i => i.Phase == InstancePhase.Healthy && now - i.Since < minReady).ToArray() is { Length: > 0 } ripening)
                    readyIn = ripening.Min(i => minReady - (now - i.Since));
            }
            else if (counts?.Invoke(seen.Number) ?? true)
            {
                var set = Count(seen, _ => true);
                old = new InstanceCounts(old.Wanted + set.Wanted, old.Existing + set.Existing, old.Ready + set.Ready, old.Leaving + set.Leaving);
                others.Add(seen);
            }
        }
        return new InstanceSets(one, old, others.ToImmutable(), readyIn);
    }

    private static InstanceCounts Count(ObservedRevision seen, Func<ObservedInstance, bool> isRipe)
    {
        var leaving = seen.Instances.Count(i => i.Phase == InstancePhase.Stopping);
        return new InstanceCounts(
            seen.Wanted, seen.Instances.Length - leaving, seen.Instances.Count(i => i.Phase == InstancePhase.Healthy && isRipe(i)), leaving);
    }
}
