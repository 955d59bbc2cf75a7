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

    /// <summary>What becomes of a step whose metrics have no data.</summary>
    public NoDataMode NoData { get; init; } = NoDataMode.Fail;

    /// <summary>Requests that go to the new revision whatever the weights are; one that fits any of them does.</summary>
    public ImmutableArray<RequestMatch> Matches { get; init; } = [];

    /// <summary>Of how many of a hundred requests the new revision gets a copy, whose answers nobody sees, 1 to 100; null for none.</summary>
    public int? Mirror { get; init; }

    /// <summary>Whether a client stays with the revision that it was given first, as long as that one has a weight.</summary>
    public bool Sticky { get; init; }
}

/// <summary>Requests of chosen users.</summary>
public sealed record RequestMatch
{
    /// <summary>Where it looks.</summary>
    public required RequestPart In { get; init; }

    /// <summary>The header's or the cookie's name: letters, digits, and the signs that HTTP allows.</summary>
    public required string Name { get; init; }

    /// <summary>The value that it must have; null for any.</summary>
    public string? Value { get; init; }
}

/// <summary>A part of a request by which it is told apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestPart>))]
public enum RequestPart
{
    /// <summary>A header, whose name is the same in upper and lower case.</summary>
    Header,

    /// <summary>A cookie.</summary>
    Cookie,
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

/// <summary>A bound for a metric of the new revision: <see cref="Min"/> or <see cref="Max"/> or both, or else a comparison.</summary>
public sealed record MetricCheck
{
    public required string Name { get; init; }

    /// <summary><c>error_rate</c> (percent), <c>latency_p50</c>, <c>_p90</c>, <c>_p95</c>, <c>_p99</c> (milliseconds), <c>request_rate</c> (per second), or
    /// any name that <see cref="Query"/> gives a meaning to.</summary>
    public required string Metric { get; init; }

    /// <summary>How a metric is asked for that Lumina doesn't measure itself; null for one that it does.</summary>
    public string? Query { get; init; }

    /// <summary>The least allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Min { get; init; }

    /// <summary>The most allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Max { get; init; }

    /// <summary>What the metric is compared with; null for the bounds.</summary>
    public ComparedWith? Compare { get; init; }

    /// <summary>How much worse than what it is compared with it may be, in percent of that, 0 to 1000.</summary>
    public decimal Tolerance { get; init; }
}

/// <summary>What a metric is compared with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparedWith>))]
public enum ComparedWith
{
    /// <summary>The same metric of the revision that runs, over the same time.</summary>
    Baseline,
}
