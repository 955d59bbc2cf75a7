using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Rehearsal.Injecting;

namespace Lumina.Rehearsal;

/// <summary>What is to be rehearsed, and how.</summary>
public sealed record RehearsalOrder
{
    /// <summary>Without errors.</summary>
    public required Plan Plan { get; init; }

    /// <summary>The folder that relative paths in the plan start from.</summary>
    public required string Directory { get; init; }

    /// <summary>What runs of the plan in its environment now.</summary>
    public IReadOnlyCollection<RunningComponent> Running { get; init; } = [];

    /// <summary>What the rehearsal begins with.</summary>
    public RehearsedFrom From { get; init; } = RehearsedFrom.Running;

    /// <summary>What goes wrong on purpose.</summary>
    public ImmutableArray<Injection> Injections { get; init; } = [];

    /// <summary>Whether it stops where a person has to agree; otherwise the rehearsal agrees at once.</summary>
    public bool HoldsGates { get; init; }

    /// <summary>How long an instance takes to become healthy, unless the plan's own simulated target says.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many requests a second a component with a port gets, unless the plan's own simulated target says.</summary>
    public double RequestsPerSecond { get; init; } = 100;

    /// <summary>How many components roll out at once.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>It is ended at this time of its own at the latest.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>It is ended after so many looks at components.</summary>
    public long MostLooks { get; init; } = 2_000_000;

    /// <summary>Whether looks at which nothing is due are passed over. Without it everything takes as many looks as in a real rollout: for the test that
    /// this makes no difference.</summary>
    internal bool PassesOver { get; init; } = true;
}

/// <summary>What a rehearsal begins with.</summary>
public enum RehearsedFrom
{
    /// <summary>What runs now; where nothing does, a version before is assumed.</summary>
    Running,

    /// <summary>A version before of every component, whatever runs now.</summary>
    Previous,

    /// <summary>Nothing: a first deployment.</summary>
    Nothing,
}
