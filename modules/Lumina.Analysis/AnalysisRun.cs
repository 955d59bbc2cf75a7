using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lumina.Analysis.Sources;

namespace Lumina.Analysis;

/// <summary>How far an analysis has got: all that has to be kept between two readings, and nothing that can't be written down.</summary>
public sealed record AnalysisRun
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>In the order of the spec.</summary>
    public required ImmutableArray<CheckProgress> Checks { get; init; }

    /// <summary>What it says up to now.</summary>
    public required Verdict Verdict { get; init; }
}

/// <summary>What an analysis says.</summary>
/// <param name="Kind">What.</param>
/// <param name="Evidence">What was measured against what, in one line.</param>
/// <param name="Check">The check that decided; null when none did alone.</param>
public sealed record Verdict(VerdictKind Kind, string Evidence, string? Check = null)
{
    /// <summary>Whether nothing can change it any more.</summary>
    [JsonIgnore]
    public bool IsFinal => Kind is VerdictKind.Passed or VerdictKind.Failed;
}

/// <summary>What an analysis says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>It goes on measuring.</summary>
    Running,

    /// <summary>All that must hold has held.</summary>
    Passed,

    Failed,

    /// <summary>Its time is over, and it says neither yes nor no: somebody has to decide.</summary>
    Inconclusive,

    /// <summary>Its time is over, and it waits for data.</summary>
    Waiting,
}

/// <summary>What is said of one measurement, or of all of them together where they are compared.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Judgement>))]
public enum Judgement
{
    /// <summary>Nothing yet: there is not enough data.</summary>
    None,

    Good,

    /// <summary>It looks bad, and may be chance.</summary>
    Unclear,

    /// <summary>Bad because it is too high, or higher than the baseline.</summary>
    High,

    /// <summary>Bad because it is too low.</summary>
    Low,
}

/// <summary>How far one check has got.</summary>
public sealed record CheckProgress
{
    public required string Name { get; init; }

    /// <summary>When its source was asked last; null when never.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When its source gave numbers last; null when never.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>How many measurements there were.</summary>
    public int Measurements { get; init; }

    /// <summary>How many of them were bad.</summary>
    public int Failures { get; init; }

    /// <summary>How many times in a row its source has not answered.</summary>
    public int Errors { get; init; }

    /// <summary>What was said last.</summary>
    public Judgement Judgement { get; init; }

    /// <summary>By which numbers, or why there are none.</summary>
    public string Evidence { get; init; } = "nothing was measured";

    /// <summary>Whether it has failed for good: more bad measurements, or more errors in a row, than it may have.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether it has all the measurements that it wants.</summary>
    public bool IsDone { get; init; }

    /// <summary>For what a gateway counts: the counters that the next ones are compared with.</summary>
    public CountedReading? Before { get; init; }

    /// <summary>For what a gateway counts: the new revision's requests since the last judgement; for a comparison of error rates, all.</summary>
    public TrafficCount Canary { get; init; } = TrafficCount.None;

    /// <summary>For what a gateway counts: those of the revision that ran before.</summary>
    public TrafficCount Baseline { get; init; } = TrafficCount.None;

    /// <summary>For bounds of an error rate: the new revision's requests before <see cref="Canary"/>.</summary>
    public long JudgedRequests { get; init; }

    /// <summary>How many of them failed.</summary>
    public long JudgedErrors { get; init; }

    /// <summary>For what a gateway counts: for how many seconds <see cref="Canary"/> has been counted.</summary>
    public double Seconds { get; init; }

    /// <summary>For a comparison of measurements: the new revision's, the newest last.</summary>
    public ImmutableArray<double> CanaryValues { get; init; } = [];

    /// <summary>For a comparison of measurements: those of the revision that ran before.</summary>
    public ImmutableArray<double> BaselineValues { get; init; } = [];
}
