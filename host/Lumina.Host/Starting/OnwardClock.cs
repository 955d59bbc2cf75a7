namespace Lumina.Host.Starting;

/// <summary>
/// The machine's clock, except that it never goes back: when the date is set to an earlier one, this goes on at the pace of time until the date has
/// caught up. Orleans starts no grain under a clock that went back, and what is recorded should not be earlier than what it follows from.
/// </summary>
internal sealed class OnwardClock(TimeProvider machine) : TimeProvider
{
    private readonly Lock _reading = new();
    private DateTimeOffset _last = machine.GetUtcNow();
    private long _lastTimestamp = machine.GetTimestamp();

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_reading)
        {
            // In this order: what passes between the two makes the next reading later, and never this one.
            var wall = machine.GetUtcNow();
            var timestamp = machine.GetTimestamp();
            var atLeast = _last + machine.GetElapsedTime(_lastTimestamp, timestamp);
            if (wall < atLeast)
                return atLeast;
            (_last, _lastTimestamp) = (wall, timestamp);
            return wall;
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
