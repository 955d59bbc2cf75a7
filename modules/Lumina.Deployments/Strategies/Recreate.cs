namespace Lumina.Deployments.Strategies;

/// <summary>
/// For what can't run twice: the old instances are told to go, and only when the last of them is gone the new ones are started. In between
/// nobody answers.
/// </summary>
/// <param name="NewTotal">How many new instances are wanted in the end.</param>
public sealed record Recreate(int NewTotal) : IStrategy
{
    /// <summary>The old ones go; the new ones come.</summary>
    public int Steps => 2;

    public Move Next(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var (newSet, oldSet) = (look.New, look.Old);
        if (oldSet.Wanted > 0)
            return new Move.Scale(newSet.Wanted, 0);
        if (oldSet.Existing + oldSet.Leaving > 0)
            return new Move.Wait();
        if (look.Step < Steps)
            return new Move.StepDone();
        if (!look.IsRouted(Share.New))
            return new Move.Route(Share.New);
        if (newSet.Wanted != NewTotal)
            return new Move.Scale(NewTotal, 0);
        return newSet.Ready >= NewTotal ? new Move.StepDone() : new Move.Wait();
    }
}
