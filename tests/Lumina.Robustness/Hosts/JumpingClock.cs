namespace Lumina.Robustness.Hosts;

/// <summary>The system's clock, whose date can be set wrong. Timers and elapsed time go on as they do when a machine's date is set.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _ticks;

    public void Jump(TimeSpan by) => Volatile.Write(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ticks));
}
