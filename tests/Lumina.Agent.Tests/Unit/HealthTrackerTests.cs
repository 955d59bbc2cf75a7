using Lumina.Agent.Health;
using Lumina.Language.Plans;

namespace Lumina.Agent.Tests.Unit;

public sealed class HealthTrackerTests
{
    private static readonly HealthSpec Spec = new() { Kind = HealthKind.Tcp, HealthyAfter = 2, UnhealthyAfter = 3 };

    [Fact]
    public void It_takes_so_many_successes_in_a_row_to_become_healthy()
    {
        var health = new HealthTracker(Spec, HealthState.Starting);
        Assert.False(health.Report(true));
        Assert.False(health.Report(false));
        Assert.False(health.Report(true));
        Assert.True(health.Report(true));
        Assert.Equal(HealthState.Healthy, health.State);
        Assert.False(health.Report(true));
    }

    [Fact]
    public void It_takes_so_many_failures_in_a_row_to_become_unhealthy()
    {
        var health = new HealthTracker(Spec, HealthState.Healthy);
        Assert.Equal([false, false, false, false, false, true], new[] { false, false, true, false, false, false }.Select(health.Report));
        Assert.Equal(HealthState.Unhealthy, health.State);
    }

    [Fact]
    public void It_is_lost_after_four_times_as_many_more_failures()
    {
        var health = new HealthTracker(Spec, HealthState.Healthy);
        var failures = 0;
        while (!health.IsLost)
        {
            health.Report(false);
            failures++;
        }

        Assert.Equal(3 + 4 * 3, failures);
    }

    [Fact]
    public void Failures_while_starting_do_not_make_it_lost()
    {
        var health = new HealthTracker(Spec, HealthState.Starting);
        for (var i = 0; i < 100; i++)
            health.Report(false);
        Assert.Equal(HealthState.Starting, health.State);
        Assert.False(health.IsLost);
    }

    [Fact]
    public void What_is_shown_of_an_answer_is_short_and_harmless()
    {
        var quoted = ProbeResult.Quote("  \u001b[31mred\r\nline" + new string('x', 1000));
        Assert.StartsWith("\" [31mred  linex", quoted, StringComparison.Ordinal);
        Assert.EndsWith("x…\"", quoted, StringComparison.Ordinal);
        Assert.InRange(quoted.Length, 200, 205);
    }
}
