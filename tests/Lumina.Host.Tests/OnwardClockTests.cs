using Lumina.Host.Starting;

namespace Lumina.Host.Tests;

public sealed class OnwardClockTests
{
    private readonly SetClock _machine = new();

    [Fact]
    public void A_date_that_is_set_back_is_not_followed_until_it_has_caught_up()
    {
        var clock = new OnwardClock(_machine);
        var begin = clock.GetUtcNow();

        _machine.Set(TimeSpan.FromHours(-1));
        _machine.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(begin + TimeSpan.FromSeconds(5), clock.GetUtcNow());

        _machine.Set(TimeSpan.FromHours(2));
        Assert.Equal(begin + TimeSpan.FromHours(1) + TimeSpan.FromSeconds(5), clock.GetUtcNow());
    }

    [Fact]
    public void A_date_that_is_set_ahead_is_followed()
    {
        var clock = new OnwardClock(_machine);
        var begin = clock.GetUtcNow();

        _machine.Set(TimeSpan.FromHours(1));

        Assert.Equal(begin + TimeSpan.FromHours(1), clock.GetUtcNow());
    }

    /// <summary>A machine whose date is set while time goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Set(TimeSpan by) => _wall += by;

        public void Pass(TimeSpan time)
        {
            _passed += time.Ticks;
            _wall += time;
        }

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _passed;
    }
}
