namespace Lumina.Rehearsal.Scenery;

/// <summary>A clock that only the rehearsal moves. Nothing may wait by it: whoever has to, says until when and is called again.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => (_now - DateTimeOffset.UnixEpoch).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Nothing waits by itself in a rehearsal.");

    /// <summary>Goes on to a moment; one that is over already is now.</summary>
    public void MoveTo(DateTimeOffset moment) => _now = moment > _now ? moment : _now;
}
