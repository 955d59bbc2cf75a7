using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Analysis.Sources;

/// <summary>Requests of one revision, since the gateway began to count or between two readings.</summary>
/// <param name="Requests">How many ended.</param>
/// <param name="Errors">How many of them failed.</param>
/// <param name="Latency">How many of them fell into each bucket; empty when there are none.</param>
public sealed record TrafficCount(long Requests, long Errors, [property: JsonConverter(typeof(SparseCounts))] ImmutableArray<long> Latency)
{
    /// <summary>None.</summary>
    public static TrafficCount None { get; } = new(0, 0, []);

    /// <summary>One revision's count; none when the gateway has not counted it.</summary>
    public static TrafficCount Of(TrafficCounters counters, int revision)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return counters.Revisions.FirstOrDefault(r => r.Revision == revision) is { } counted ? new(counted.Requests, counted.Errors, counted.Latency) : None;
    }

    /// <summary>Both together.</summary>
    public TrafficCount Plus(TrafficCount other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Requests + other.Requests, Errors + other.Errors, Each(other, 1));
    }

    /// <summary>What came since an earlier reading; null when something was counted down, so that counting must have begun anew.</summary>
    public TrafficCount? Since(TrafficCount earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var latency = Each(earlier, -1);
        return Requests < earlier.Requests || Errors < earlier.Errors || latency.Any(count => count < 0)
            ? null
            : new(Requests - earlier.Requests, Errors - earlier.Errors, latency);
    }

    /// <summary>The latency in milliseconds that a share of the requests did not exceed; null without requests. Read off the buckets, with the
    /// requests of a bucket evenly between its bounds, as Prometheus' <c>histogram_quantile</c> does; beyond the last bound it is that bound.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Quantile(double share)
    {
        var total = Latency.Sum();
        if (total == 0)
            return null;
        var rank = share * total;
        long below = 0;
        for (var i = 0; i < Latency.Length && i < LatencyBounds.All.Length; i++)
        {
            if (Latency[i] > 0 && below + Latency[i] >= rank)
            {
                var lower = i == 0 ? 0 : LatencyBounds.All[i - 1];
                return lower + (LatencyBounds.All[i] - lower) * Math.Max(0, rank - below) / Latency[i];
            }
            below += Latency[i];
        }
        return LatencyBounds.All[^1];
    }

    private ImmutableArray<long> Each(TrafficCount other, int sign)
    {
        var length = Math.Max(Latency.Length, other.Latency.Length);
        if (length == 0)
            return [];
        var each = ImmutableArray.CreateBuilder<long>(length);
        for (var i = 0; i < length; i++)
            each.Add((i < Latency.Length ? Latency[i] : 0) + sign * (i < other.Latency.Length ? other.Latency[i] : 0));
        return each.MoveToImmutable();
    }
}
