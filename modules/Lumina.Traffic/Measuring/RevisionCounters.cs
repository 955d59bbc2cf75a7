namespace Lumina.Traffic.Measuring;

/// <summary>Counts what one revision was asked. No locks: every request passes here.</summary>
internal sealed class RevisionCounters(int revision)
{
    private readonly long[] _latency = new long[LatencyBounds.Milliseconds.Length + 1];
    private long _errors;
    private long _ticks;

    public int Revision => revision;

    public void Count(TimeSpan took, bool isError)
    {
        if (isError)
            Interlocked.Increment(ref _errors);
        Interlocked.Add(ref _ticks, took.Ticks);
        Interlocked.Increment(ref _latency[LatencyBounds.IndexOf(took.TotalMilliseconds)]);
    }

    /// <summary>The number of requests is the sum of the buckets, so that the two always agree. Errors are counted first and read first:
    /// there are never more of them than requests.</summary>
    public RevisionMeasure Read()
    {
        var errors = Interlocked.Read(ref _errors);
        var sum = TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalMilliseconds;
        var latency = new long[_latency.Length];
        long requests = 0;
        for (var i = 0; i < latency.Length; i++)
            requests += latency[i] = Interlocked.Read(ref _latency[i]);
        return new RevisionMeasure(revision, requests, Math.Min(errors, requests), [.. latency], sum);
    }
}
