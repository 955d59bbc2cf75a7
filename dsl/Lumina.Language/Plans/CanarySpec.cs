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

    /// <summary>Requests that go to the new revision whatever the weights are; one that fits any of them does.</summary>
    public ImmutableArray<RequestMatch> Matches { get; init; } = [];

    /// <summary>Of how many of a hundred requests the new revision gets a copy, whose answers nobody sees, 1 to 100; null for none.</summary>
    public int? Mirror { get; init; }

    /// <summary>Whether a client stays with the revision that it was given first, as long as that one has a weight.</summary>
    public bool Sticky { get; init; }

    /// <summary>Whether requests have to be told apart for it.</summary>
    [JsonIgnore]
    public bool RoutesRequests => !Matches.IsDefaultOrEmpty || Mirror is not null || Sticky;
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

/// <summary>What checks mean that say neither yes nor no.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InconclusiveMode>))]
public enum InconclusiveMode
{
    /// <summary>Somebody has to decide.</summary>
    Pause,

    /// <summary>The step has failed.</summary>
    Fail,
}
