using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>A bound for a metric of the new revision: <see cref="Min"/> or <see cref="Max"/> or both, or else a comparison. Where it comes from:
/// what Lumina measures itself, or else exactly one of <see cref="Query"/>, <see cref="Url"/> and <see cref="Command"/>, in whose texts
/// <c>{{revision}}</c>, <c>{{component}}</c> and <c>{{environment}}</c> stand for what is asked about.</summary>
public sealed record MetricCheck
{
    public required string Name { get; init; }

    /// <summary>Whether it is what Lumina measures itself: nothing else is said of its source.</summary>
    [JsonIgnore]
    public bool IsOfTraffic => Query is null && Url is null && Command.IsDefaultOrEmpty;

    /// <summary><c>error_rate</c> (percent), <c>latency_p50</c>, <c>_p90</c>, <c>_p95</c>, <c>_p99</c> (milliseconds), <c>request_rate</c> (per second), or
    /// any name that a source gives a meaning to.</summary>
    public required string Metric { get; init; }

    /// <summary>PromQL; null when it doesn't come from Prometheus.</summary>
    public string? Query { get; init; }

    /// <summary>The address of the Prometheus that is asked; null for the one that the host knows.</summary>
    public string? Server { get; init; }

    /// <summary>The address of a JSON document; null when it doesn't come from one.</summary>
    public string? Url { get; init; }

    /// <summary>Where in the document of <see cref="Url"/> the number is: <c>$.data[0].rate</c>; null for the document itself.</summary>
    public string? Path { get; init; }

    /// <summary>A program that prints the number, and its arguments; empty when it doesn't come from one.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The least allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Min { get; init; }

    /// <summary>The most allowed, in the metric's unit; null for no bound.</summary>
    public decimal? Max { get; init; }

    /// <summary>What the metric is compared with; null for the bounds.</summary>
    public ComparedWith? Compare { get; init; }

    /// <summary>How much worse than what it is compared with it may be, in percent of that, 0 to 1000.</summary>
    public decimal Tolerance { get; init; }

    /// <summary>How sure it must be that a difference from the baseline, or from a bound of the error rate, is none of chance, in percent, 50 to
    /// 99.9; null for 98 in comparisons and 99.9 for bounds.</summary>
    public decimal? Confidence { get; init; }

    /// <summary>Which direction is the bad one in a comparison.</summary>
    public WorseWhen Worse { get; init; } = WorseWhen.Higher;

    /// <summary>What it is measured over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CheckSpan Over { get; init; }

    /// <summary>How often it is measured, a second or longer.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how many measurements it is done, 1 to 10,000; null to go on to the end.</summary>
    public int? Count { get; init; }

    /// <summary>How many measurements may fail, 0 to 10,000: one more fails the check.</summary>
    public int Failures { get; init; }

    /// <summary>How many times in a row its source may fail to answer, 0 to 10,000: one more fails the check.</summary>
    public int Errors { get; init; } = 4;

    /// <summary>How much is needed for a judgement, 1 to 1,000,000: requests for error rates and for bounds of latencies, measurements of each
    /// revision for all other comparisons; null for 20 requests and 5 measurements.</summary>
    public int? MinSamples { get; init; }

    /// <summary>The group that it counts in for a score; null for one of its own with all others that have none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the score is 0 when it fails.</summary>
    public bool Critical { get; init; }
}

/// <summary>What a metric is compared with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparedWith>))]
public enum ComparedWith
{
    /// <summary>The same metric of the revision that runs, over the same time.</summary>
    Baseline,
}

/// <summary>Which difference from the baseline is a bad one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorseWhen>))]
public enum WorseWhen
{
    Higher,
    Lower,

    /// <summary>Any difference.</summary>
    Either,
}

/// <summary>What a check is measured over.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckSpan>))]
public enum CheckSpan
{
    /// <summary>Each step by itself: it begins anew with the next one.</summary>
    Step,

    /// <summary>The whole rollout, from the first step that is in place until the new revision is live.</summary>
    Rollout,
}

/// <summary>All checks together make a number from 0 to 100, which decides.</summary>
public sealed record ScoreSpec
{
    /// <summary>The least that is good, 0 to 100.</summary>
    public decimal Pass { get; init; } = 75;

    /// <summary>The least that is not bad, at most <see cref="Pass"/>; null for the same: nothing is inconclusive then.</summary>
    public decimal? Marginal { get; init; }

    /// <summary>What groups weigh; one that is not here has an equal share of what is left of 100.</summary>
    public ImmutableArray<GroupWeight> Groups { get; init; } = [];
}

/// <summary>What a group of checks weighs.</summary>
/// <param name="Name">The group.</param>
/// <param name="Weight">Percent of the score, 0 to 100; all together at most 100.</param>
public sealed record GroupWeight(string Name, decimal Weight);
