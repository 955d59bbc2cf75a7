using Lumina.Agent.Supervision;

namespace Lumina.Agent.Tests.Unit;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void Setting_the_machines_clock_changes_no_length_of_time(int seconds)
    {
        var machine = new SetClock { Wall = Begin };
        var steady = new SteadyClock(machine);
        machine.Pass(TimeSpan.FromSeconds(10));
        var since = steady.Now;
        machine.Wall += TimeSpan.FromSeconds(seconds);
        machine.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(Begin + TimeSpan.FromSeconds(15), steady.Now);
        Assert.Equal(TimeSpan.FromSeconds(5), machine.GetUtcNow() - steady.OnTheWall(since));
    }

    /// <summary>A machine whose clock is set while time goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _passed;

        public DateTimeOffset Wall { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _passed += time.Ticks;
            Wall += time;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _passed;
    }
}
