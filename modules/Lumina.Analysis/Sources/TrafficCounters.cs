using System.Collections.Immutable;

namespace Lumina.Analysis.Sources;

/// <summary>What a gateway has counted of a component.</summary>
/// <param name="Epoch">Names the run of the gateway that counts: with another one, counting has begun anew.</param>
/// <param name="At">When this was read.</param>
/// <param name="Revisions">By revision. Counts never go down within an epoch.</param>
public sealed record TrafficCounters(string Epoch, DateTimeOffset At, ImmutableArray<RevisionCounters> Revisions);

/// <summary>What one revision was asked and how it answered.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Requests">Requests that have ended.</param>
/// <param name="Errors">Of these, the failed ones.</param>
/// <param name="Latency">Of all requests, how many took so long: one count for each of <see cref="LatencyBounds.All"/>, and one more.</param>
/// <param name="LatencySum">How long they took together, in milliseconds.</param>
public sealed record RevisionCounters(int Revision, long Requests, long Errors, ImmutableArray<long> Latency, double LatencySum);

/// <summary>A gateway's counters, or why there are none.</summary>
/// <param name="Counters">Null when they can't be had.</param>
/// <param name="Problem">Why; null when they are there.</param>
public sealed record CountersAnswer(TrafficCounters? Counters, string? Problem);

/// <summary>Whoever counts requests: the host gives it what its targets count. Failures are values.</summary>
public interface ITrafficSource
{
    /// <summary>What has been counted of a component up to now.</summary>
    Task<CountersAnswer> ReadAsync(AnalysisSubject subject, CancellationToken cancellationToken);
}

/// <summary>How latencies are grouped.</summary>
public static class LatencyBounds
{
    /// <summary>Upper bounds in milliseconds, ascending: four for each doubling, from 0.25 ms to about two minutes.</summary>
    public static ImmutableArray<double> All { get; } = [.. Enumerable.Range(0, 77).Select(n => 0.25 * Math.Pow(2, n / 4.0))];
}
