using Lumina.Language.Plans;

namespace Lumina.Deployments.Strategies;

/// <summary>
/// Replaces old instances by new ones in batches. Never are there more instances than the larger of both numbers plus the surge,
/// and never does it take away a ready instance that would leave fewer ready than the smaller of both numbers less what may
/// be unavailable. Old instances that are not ready serve nobody and are taken away freely.
/// </summary>
/// <param name="NewTotal">How many new instances are wanted in the end.</param>
/// <param name="OldTotal">How many old ones there were at the beginning.</param>
/// <param name="Batch">How many instances one step replaces.</param>
/// <param name="Surge">How many more instances than wanted may exist.</param>
/// <param name="Unavailable">How many fewer than wanted may be ready.</param>
public sealed record Rolling(int NewTotal, int OldTotal, int Batch, int Surge, int Unavailable) : IStrategy
{
    /// <summary>A rolling replacement as a plan describes it.</summary>
    public static Rolling Of(RollingSpec spec, int newTotal, int oldTotal)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var unavailable = spec.MaxUnavailable.OfRoundedDown(newTotal);
        // Percentages of a few instances may round to "none more, none fewer", which could never move.
        var surge = Math.Max(spec.MaxSurge.OfRoundedUp(newTotal), unavailable == 0 ? 1 : 0);
        return new Rolling(newTotal, oldTotal, Math.Max(1, spec.Batch.OfRoundedUp(newTotal)), surge, unavailable);
    }

    /// <summary>All at once beside what is there: for a first start, a change of the number, and for taking back.</summary>
    public static Rolling AtOnce(int newTotal, int oldTotal) => new(newTotal, oldTotal, Math.Max(1, newTotal), Math.Max(1, newTotal), 0);

    public int Steps => OldTotal == 0 ? 1 : Math.Max(1, (NewTotal + Batch - 1) / Batch);

    /// <summary>The same with the traffic: each healthy instance gets its share, of the new ones alone when no old one is wanted any more.</summary>
    public Move Next(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var share = look.Old.Wanted == 0 ? Share.New : Share.ByInstance;
        return look.IsRouted(share) ? Next(look.Step, look.New, look.Old) : new Move.Route(share);
    }

    /// <param name="step">From 1 to <see cref="Steps"/>.</param>
    /// <param name="newSet">The new instances.</param>
    /// <param name="oldSet">All other instances.</param>
    public Move Next(int step, InstanceCounts newSet, InstanceCounts oldSet)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        var last = step >= Steps;
        var newGoal = last ? NewTotal : Math.Min(NewTotal, step * Batch);
        var oldGoal = last ? 0 : Math.Max(0, OldTotal - step * Batch);

        var mayExist = Math.Max(NewTotal, OldTotal) + Surge;
        var room = Math.Max(0, mayExist - newSet.Existing - oldSet.Existing);
        // What was asked for and does not exist yet has taken its room already.
        var coming = Math.Max(0, newSet.Wanted - newSet.Existing);
        var wantNew = newSet.Wanted > newGoal ? newGoal : Math.Min(newGoal, newSet.Wanted + Math.Max(0, room - coming));

        var mustBeReady = Math.Max(0, Math.Min(NewTotal, OldTotal) - Unavailable);
        // Of those that were told to go, some may not know it yet; they count no more.
        var oldReady = Math.Min(oldSet.Ready, oldSet.Wanted);
        var spare = Math.Max(0, newSet.Ready + oldReady - mustBeReady);
        var idle = oldSet.Wanted - oldReady;
        var wantOld = Math.Min(oldSet.Wanted, Math.Max(oldGoal, oldSet.Wanted - idle - spare));

        if (wantNew != newSet.Wanted || wantOld != oldSet.Wanted)
            return new Move.Scale(wantNew, wantOld);
        return newSet.Ready >= newGoal && newSet.Existing <= newGoal && oldSet.Wanted <= oldGoal
            ? new Move.StepDone()
            : new Move.Wait();
    }
}
