using System.Text.Json.Serialization;
using Lumina.Language.Plans;

namespace Lumina.Policy.Model;

/// <summary>How a new revision takes the place of the one that runs. Which one it is, is asked by <c>component.Strategy is canary</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RollingView), "rolling")]
[JsonDerivedType(typeof(CanaryView), "canary")]
[JsonDerivedType(typeof(BlueGreenView), "blue-green")]
[JsonDerivedType(typeof(RecreateView), "recreate")]
public abstract record StrategyView
{
    /// <summary><c>rolling</c>, <c>canary</c>, <c>blue-green</c> or <c>recreate</c>.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>How long one step may go without getting ahead before the rollout has failed.</summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>How long a new instance must stay healthy before it counts.</summary>
    public TimeSpan MinReady { get; init; }

    /// <summary>The steps of a canary, their weights ascending; empty for all others.</summary>
    public IReadOnlyList<CanaryStepView> Steps { get; init; } = [];

    /// <summary>What must hold during every step of a canary; empty for all others.</summary>
    public IReadOnlyList<CheckView> Checks { get; init; } = [];

    /// <inheritdoc />
    public sealed override string ToString() => Kind;
}

/// <summary>Instances are replaced in batches: <c>rolling</c>.</summary>
public sealed record RollingView : StrategyView
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "rolling";

    /// <summary>How many instances one step replaces: <c>2</c>, <c>25%</c>.</summary>
    public required string Batch { get; init; }

    /// <summary>How many instances more than wanted may exist meanwhile.</summary>
    public required string MaxSurge { get; init; }

    /// <summary>How many instances fewer than wanted may be healthy meanwhile.</summary>
    public required string MaxUnavailable { get; init; }
}

/// <summary>The new revision gets a growing share of the traffic: <c>canary</c>.</summary>
public sealed record CanaryView : StrategyView
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "canary";

    /// <summary>What becomes of a step at whose end a metric has no data.</summary>
    public NoDataMode NoData { get; init; }

    /// <summary>What becomes of a step at whose end the checks say neither yes nor no.</summary>
    public InconclusiveMode Inconclusive { get; init; }

    /// <summary>Of how many of a hundred requests the new revision gets a copy; null for none.</summary>
    public Percent? Mirror { get; init; }

    /// <summary>Whether a client stays with the revision that it was given first.</summary>
    public bool Sticky { get; init; }
}

/// <summary>The new revision is started whole, and then takes all the traffic at once: <c>blue_green</c>.</summary>
public sealed record BlueGreenView : StrategyView
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "blue-green";

    /// <summary>When the traffic goes over.</summary>
    public SwitchMode Switch { get; init; }

    /// <summary>Whether the new revision has to pass something beyond being healthy first.</summary>
    public bool IsVerified { get; init; }
}

/// <summary>All old instances are stopped before new ones are started: <c>recreate</c>.</summary>
public sealed record RecreateView : StrategyView
{
    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "recreate";
}

/// <summary>One step of a canary.</summary>
public sealed record CanaryStepView
{
    /// <summary>The share of the traffic; in the document a number of percent.</summary>
    public required Percent Weight { get; init; }

    /// <summary>How long it lasts; null until somebody promotes it.</summary>
    public TimeSpan? For { get; init; }

    /// <inheritdoc />
    public override string ToString() => Weight.ToString();
}

/// <summary>A bound for a metric of the new revision.</summary>
public sealed record CheckView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>error_rate</c>, <c>latency_p99</c>, or any name that its source knows.</summary>
    public required string Metric { get; init; }

    /// <summary>Where it comes from: <c>traffic</c>, <c>prometheus</c>, <c>json</c> or <c>command</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The least allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Min { get; init; }

    /// <summary>The most allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Max { get; init; }

    /// <summary>Whether it is compared with the revision that runs, instead of with bounds.</summary>
    public bool IsComparison { get; init; }

    /// <summary>How much worse than what runs it may be, of that.</summary>
    public Percent Tolerance { get; init; }

    /// <summary>What it is measured over.</summary>
    public CheckSpan Over { get; init; }

    /// <summary>Whether the score is 0 when it fails.</summary>
    public bool IsCritical { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
