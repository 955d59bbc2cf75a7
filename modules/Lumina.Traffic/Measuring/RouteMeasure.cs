using System.Collections.Immutable;

namespace Lumina.Traffic.Measuring;

/// <summary>What a route has measured since its gateway began.</summary>
/// <param name="Revisions">By revision, ascending. Counts never go down.</param>
/// <param name="CopiesDropped">Copies for a mirror that were not sent, or not answered in time.</param>
public sealed record RouteMeasure(ImmutableArray<RevisionMeasure> Revisions, long CopiesDropped);

/// <summary>What one revision was asked and how it answered; neither copies nor previews are counted.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Requests">Requests that have ended.</param>
/// <param name="Errors">Of these, the ones that were answered with 500 or more, not wholly, or not at all.</param>
/// <param name="Latency">How many took at most so long: as many as <see cref="LatencyBounds.Milliseconds"/> and one more.</param>
/// <param name="LatencySum">How long all took together, in milliseconds.</param>
public sealed record RevisionMeasure(int Revision, long Requests, long Errors, ImmutableArray<long> Latency, double LatencySum);

/// <summary>How latencies are grouped.</summary>
public static class LatencyBounds
{
    /// <summary>Upper bounds, ascending: four for each doubling, from 0.25 ms to about two minutes.</summary>
    public static ImmutableArray<double> Milliseconds { get; } = [.. Enumerable.Range(0, 77).Select(n => 0.25 * Math.Pow(2, n / 4.0))];

    /// <summary>Of the first bound that is not below; that behind the last when there is none.</summary>
    internal static int IndexOf(double milliseconds)
    {
        var index = Milliseconds.AsSpan().BinarySearch(milliseconds);
        return index >= 0 ? index : ~index;
    }
}
