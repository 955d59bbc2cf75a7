using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Targets.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Deployments.Tests.Targets;

public sealed class SimulatedTrafficTests
{
    private static readonly ComponentKey Key = new("e", "p", "web");

    [Fact]
    public async Task Requests_come_by_weight_and_fail_and_take_as_each_revision_says()
    {
        var (old, young) = Find(await RunAsync("7"));
        Assert.Equal((54_000, 6_000), (old.Requests, young.Requests));
        Assert.Equal(0, old.Errors);
        Assert.InRange(young.Errors, 6_000 * 0.08, 6_000 * 0.12);
        Assert.All([old, young], r => Assert.Equal(r.Requests, r.Latency.Sum()));
        Assert.InRange(old.LatencySum / old.Requests, 20, 22);
        Assert.InRange(young.LatencySum / young.Requests, 50, 54);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var (first, again, other) = (Find(await RunAsync("7")).Young, Find(await RunAsync("7")).Young, Find(await RunAsync("8")).Young);
        Assert.Equal((first.Errors, first.LatencySum), (again.Errors, again.LatencySum));
        Assert.Equal(first.Latency, again.Latency);
        Assert.NotEqual(first.LatencySum, other.LatencySum);
    }

    [Fact]
    public async Task What_is_injected_counts_from_then_on()
    {
        var clock = new FakeTimeProvider();
        var target = new SimulatedTarget(clock);
        await target.ScaleAsync(new Operation("a", Key, 1), Revision(1, ("requests", "100")), 1, CancellationToken.None);
        await target.SetTrafficAsync(new Operation("b", Key, 1), new TrafficSplit(true, [new RevisionWeight(1, 0)]), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(10));
        target.Inject(Key, 1, errorPercent: 100, latency: null);
        clock.Advance(TimeSpan.FromSeconds(10));
        var metrics = await target.ReadMetricsAsync(Key, CancellationToken.None);
        Assert.Equal([(2_000L, 1_000L)], metrics.Value!.Revisions.Select(r => (r.Requests, r.Errors)));
    }

    private static async Task<ImmutableArray<RevisionMetrics>> RunAsync(string seed)
    {
        var clock = new FakeTimeProvider();
        var target = new SimulatedTarget(clock);
        await target.ScaleAsync(new Operation("a", Key, 1), Revision(1, ("requests", "100"), ("seed", seed)), 3, CancellationToken.None);
        await target.ScaleAsync(
            new Operation("b", Key, 1), Revision(2, ("requests", "100"), ("seed", seed), ("error_rate", "10%"), ("latency", "50ms")), 1, CancellationToken.None);
        await target.SetTrafficAsync(
            new Operation("c", Key, 1), new TrafficSplit(false, [new RevisionWeight(1, 90), new RevisionWeight(2, 10)]), CancellationToken.None);
        for (var i = 0; i < 60; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await target.ReadMetricsAsync(Key, CancellationToken.None);
        }

        return (await target.ReadMetricsAsync(Key, CancellationToken.None)).Value!.Revisions;
    }

    private static (RevisionMetrics Old, RevisionMetrics Young) Find(ImmutableArray<RevisionMetrics> metrics) => (metrics[0], metrics[1]);

    private static RevisionSpec Revision(int number, params (string Name, string Value)[] options) => new(
        number,
        new ComponentSpec
        {
            Name = "web",
            Target = new TargetSpec { Kind = "simulated", Options = options.ToImmutableSortedDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal) },
        },
        "/");
}
