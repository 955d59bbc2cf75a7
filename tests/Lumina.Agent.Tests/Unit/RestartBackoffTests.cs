using Lumina.Agent.Supervision;

namespace Lumina.Agent.Tests.Unit;

public sealed class RestartBackoffTests
{
    private readonly RestartBackoff _backoff = new();

    [Fact]
    public void Pauses_double_from_a_fifth_of_a_second_to_half_a_minute()
    {
        var pauses = Enumerable.Range(0, 10).Select(_ => _backoff.Next(TimeSpan.Zero).TotalSeconds);
        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30], pauses);
    }

    [Fact]
    public void A_healthy_minute_forgives_and_less_does_not()
    {
        _backoff.Next(TimeSpan.Zero);
        _backoff.Next(TimeSpan.Zero);
        Assert.Equal(0.8, _backoff.Next(TimeSpan.FromSeconds(59.9)).TotalSeconds);
        Assert.Equal(0.2, _backoff.Next(TimeSpan.FromSeconds(60)).TotalSeconds);
        Assert.Equal(0.4, _backoff.Next(TimeSpan.Zero).TotalSeconds);
    }
}
