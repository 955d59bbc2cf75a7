using Lumina.Traffic.Measuring;

namespace Lumina.Traffic.Mirroring;

/// <summary>Says which requests are copied, and how many copies may be on their way.</summary>
internal sealed class CopyCounter(RouteCounters counters)
{
    private long _requests;
    private int _onTheirWay;

    /// <summary>Whether the next request is one of so many of a hundred, spread evenly.</summary>
    public bool IsNextOne(int percent)
    {
        var number = Interlocked.Increment(ref _requests) % 100;
        return (number + 1) * percent / 100 != number * percent / 100;
    }

    /// <summary>False, and counted as dropped, when there are too many.</summary>
    public bool TryBegin(int atOnce)
    {
        if (Interlocked.Increment(ref _onTheirWay) <= atOnce)
            return true;
        End();
        Drop();
        return false;
    }

    public void End() => Interlocked.Decrement(ref _onTheirWay);

    public void Drop() => counters.CopyDropped();
}
