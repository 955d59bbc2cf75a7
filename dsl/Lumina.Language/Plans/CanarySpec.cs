using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>The new revision gets a growing share of the traffic, as long as its metrics are good; behind the last step all of it.</summary>
public sealed record CanarySpec : StrategySpec
{
    /// <summary>At least one, their weights ascending.</summary>
    public ImmutableArray<CanaryStep> Steps { get; init; } = [];

    /// <summary>What must hold during every step, each with a name of its own; none for the health of the instances alone.</summary>
    public ImmutableArray<MetricCheck> Checks { get; init; } = [];

    /// <summary>What becomes of a step at whose end a metric has no data.</summary>
    public NoDataMode NoData { get; init; } = NoDataMode.Fail;

    /// <summary>What becomes of a step at whose end the checks say neither yes nor no.</summary>
    public InconclusiveMode Inconclusive { get; init; } = InconclusiveMode.Pause;

    /// <summary>How the checks are weighed against each other; null when each of them must hold.</summary>
    public ScoreSpec? Score { get; init; }
}

/// <summary>One step of a canary.</summary>
public sealed record CanaryStep
{
    /// <summary>The share of the traffic in percent, above 0 and at most 100.</summary>
    public required decimal Weight { get; init; }

    /// <summary>How long the step lasts, longer than zero; null for a gate, which lasts until somebody promotes it.</summary>
    public TimeSpan? For { get; init; }
}

/// <summary>What a metric without data means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoDataMode>))]
public enum NoDataMode
{
    /// <summary>The check has failed.</summary>
    Fail,

    /// <summary>The check is passed over.</summary>
    Pass,

    /// <summary>The step waits for data.</summary>
    Wait,
}

/// <summary>What checks mean that say neither yes nor no.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InconclusiveMode>))]
public enum InconclusiveMode
{
    /// <summary>Somebody has to decide.</summary>
    Pause,

    /// <summary>The step has failed.</summary>
    Fail,
}
