using System.Collections.Immutable;
using Lumina.Deployments.Targets;

namespace Lumina.Targets.Simulated;

/// <summary>
/// The requests that one revision was asked, made up: as many as its share of the time gives, with the error rate and the latency
/// of its plan. What a request meets is told by its number and the seed, so a repeated run counts the same.
/// </summary>
/// <param name="seed">Of this revision's requests.</param>
internal sealed class SimulatedRequests(uint seed)
{
    /// <summary>Of the logarithm of latencies: the 99th percentile is then 1.8 times the median.</summary>
    private const double Spread = 0.25;

    /// <summary>In a long time not every request is drawn, but each of so many stands for a few.</summary>
    private const int MostDraws = 1000;

    private readonly long[] _latency = new long[LatencyBuckets.Bounds.Length + 1];
    private double _due;
    private long _requests;
    private long _errors;
    private double _latencySum;

    /// <param name="requests">How many, fractions included: they add up.</param>
    /// <param name="errorPercent">How many of 100 fail.</param>
    /// <param name="latency">How long half of them take at most.</param>
    public void Ask(double requests, double errorPercent, TimeSpan latency)
    {
        _due += requests;
        var whole = (long)_due;
        _due -= whole;
        var draws = (int)Math.Min(whole, MostDraws);
        for (var i = 0; i < draws; i++)
        {
            var stands = (whole / draws) + (i < whole % draws ? 1 : 0);
            var number = (ulong)_requests;
            var milliseconds = latency.TotalMilliseconds * Math.Exp(Spread * Normal(Uniform(number, 1), Uniform(number, 2)));
            if (Uniform(number, 0) * 100 < errorPercent)
                _errors += stands;
            _latency[IndexOf(milliseconds)] += stands;
            _latencySum += milliseconds * stands;
            _requests += stands;
        }
    }

    public RevisionMetrics Read(int revision) => new(revision, _requests, _errors, [.. _latency], _latencySum);

    private static int IndexOf(double milliseconds)
    {
        var index = LatencyBuckets.Bounds.AsSpan().BinarySearch(milliseconds);
        return index >= 0 ? index : ~index;
    }

    // Box and Muller's.
    private static double Normal(double one, double other) => Math.Sqrt(-2 * Math.Log(1 - one)) * Math.Cos(2 * Math.PI * other);

    /// <summary>From 0 up to but not 1, by SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private double Uniform(ulong number, ulong draw)
    {
        unchecked
        {
            var z = (((ulong)seed << 32) + (number * 3) + draw + 1) * 0x9E3779B97F4A7C15ul;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1ul << 53));
        }
    }
}
