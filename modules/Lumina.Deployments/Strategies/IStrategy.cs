namespace Lumina.Deployments.Strategies;

/// <summary>
/// How a new revision takes the place of the one that runs: a function from what is seen to the one next thing. It keeps nothing, so
/// that whoever looks next, in this process or another, goes on where the last one was.
/// </summary>
public interface IStrategy
{
    /// <summary>How many steps there are, at least one.</summary>
    int Steps { get; }

    /// <summary>Whether it shares the traffic between two revisions by weight; otherwise each healthy instance gets the same.</summary>
    bool Weighs => false;

    Move Next(Look look);

    /// <summary>Whether a step lasts until a person promotes it.</summary>
    bool IsGate(int step) => false;

    /// <summary>Whether a step lasts for a time.</summary>
    bool IsTimed(int step) => false;
}

/// <summary>What is seen of a rollout at one moment.</summary>
/// <param name="Step">From 1.</param>
/// <param name="New">The instances of the new revision.</param>
/// <param name="Old">Those that it replaces.</param>
public sealed record Look(int Step, InstanceCounts New, InstanceCounts Old)
{
    public DateTimeOffset Now { get; init; }

    /// <summary>Whether the component takes requests at all; without a port there is nothing to share.</summary>
    public bool HasTraffic { get; init; }

    /// <summary>How the traffic is shared; null when never, or in a way that isn't one of this rollout's.</summary>
    public Share? Traffic { get; init; }

    /// <summary>Since when all that the step brings has been in place; null when it is not yet.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Whether a person has promoted this step.</summary>
    public bool GateOpened { get; init; }

    /// <summary>Whether a person has ended this step's time.</summary>
    public bool WaitSkipped { get; init; }

    /// <summary>Whether a person wants no more steps.</summary>
    public bool Full { get; init; }

    /// <summary>Whether the new revision has passed its verification.</summary>
    public bool Verified { get; init; }

    /// <summary>What the measurements say of this step.</summary>
    public Verdict Verdict { get; init; } = Verdict.Good;

    /// <summary>Whether the traffic is shared so, or there is none to share.</summary>
    public bool IsRouted(Share share) => !HasTraffic || Traffic == share;
}

/// <summary>How many instances of a set there are.</summary>
/// <param name="Wanted">How many the target was told to have.</param>
/// <param name="Existing">How many exist and are not on their way out.</param>
/// <param name="Ready">How many of them have been healthy for long enough.</param>
/// <param name="Leaving">How many are on their way out.</param>
public readonly record struct InstanceCounts(int Wanted, int Existing, int Ready, int Leaving = 0);
