using Lumina.Deployments.Targets;
using Lumina.Targets.Tests.Drivers;
using static Lumina.Targets.Tests.Drivers.Settling;

namespace Lumina.Targets.Tests.Contract;

/// <summary>Numbers, of drivers that measure traffic.</summary>
public abstract class MeasuringContract<TDriver>(TDriver driver) : IClassFixture<TDriver>
    where TDriver : TargetDriver, IAsked
{
    private readonly ComponentKey _web = driver.NewComponent();

    [Fact]
    public async Task Of_a_component_that_never_was_nothing_was_measured()
    {
        var measured = await MeasureAsync();
        Assert.Empty(measured.Revisions);
        Assert.False(string.IsNullOrEmpty(measured.Epoch));
    }

    [Fact]
    public async Task Each_request_is_counted_once_for_the_revision_that_had_the_share()
    {
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 1);
        await driver.ScaleAsync(_web, driver.Serving(_web, 2), 1);
        await driver.SplitAsync(_web, Weights((1, 75), (2, 25)));
        await driver.SettledAsync(_web);
        await driver.AskAsync(_web, 100);
        var measured = await UntilAsync(100);
        Assert.Equal([(1, 75L, 0L), (2, 25L, 0L)], measured.Revisions.Select(r => (r.Revision, r.Requests, r.Errors)));
        Assert.All(measured.Revisions, r =>
        {
            Assert.Equal((LatencyBuckets.Bounds.Length + 1, r.Requests), (r.Latency.Length, r.Latency.Sum()));
            Assert.True(r.LatencySum > 0);
        });
    }

    [Fact]
    public async Task Counts_never_go_down_while_revisions_come_and_go()
    {
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 1);
        await driver.SplitAsync(_web, Weights((1, 100)));
        await driver.SettledAsync(_web);
        await driver.AskAsync(_web, 20);
        var before = await UntilAsync(20);
        await driver.ScaleAsync(_web, driver.Serving(_web, 2), 1);
        await driver.SettledAsync(_web);
        before = NotLess(before, await MeasureAsync());
        await driver.SplitAsync(_web, Weights((2, 100)));
        await driver.AskAsync(_web, 20);
        before = NotLess(before, await UntilAsync(before.Revisions.Sum(r => r.Requests) + 20));
        await driver.ScaleAsync(_web, driver.Serving(_web, 1), 0);
        await driver.SettledAsync(_web);
        before = NotLess(before, await MeasureAsync());
        Assert.Equal(TargetAnswer.Done, await driver.Target.RemoveAsync(driver.NewOperation(_web), Never));
        await driver.UntilAsync(_web, seen => seen.Revisions.IsEmpty);
        NotLess(before, await MeasureAsync());
    }

    private static TrafficMetrics NotLess(TrafficMetrics before, TrafficMetrics after)
    {
        Assert.Equal(before.Epoch, after.Epoch);
        Assert.True(after.At >= before.At);
        foreach (var revision in before.Revisions)
        {
            var now = Assert.Single(after.Revisions, r => r.Revision == revision.Revision);
            Assert.True(now.Requests >= revision.Requests && now.Errors >= revision.Errors && now.LatencySum >= revision.LatencySum, $"{before} {after}");
            Assert.All(now.Latency.Zip(revision.Latency), pair => Assert.True(pair.First >= pair.Second));
        }

        return after;
    }

    // A request is counted when it has ended, which its client may see first.
    private async Task<TrafficMetrics> UntilAsync(long requests)
    {
        while (true)
        {
            var measured = await MeasureAsync();
            if (measured.Revisions.Sum(r => r.Requests) >= requests)
                return measured;
            await driver.PassAsync();
        }
    }

    private async Task<TrafficMetrics> MeasureAsync()
    {
        var answer = await driver.Target.ReadMetricsAsync(_web, Never);
        Assert.Equal(TargetOutcome.Done, answer.Outcome);
        return answer.Value!; // Done
    }
}
