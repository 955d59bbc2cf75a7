using CsCheck;
using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Sources;

public sealed class TrafficReadingTests
{
    private static readonly TrafficCounters Counters = new("a", Ask.Start, [new(6, 900, 9, [1, 2], 5), new(7, 100, 3, [3, 4], 6)]);

    [Fact]
    public async Task A_gateway_is_read_once_for_all_checks()
    {
        var traffic = new ToldTraffic(new(Counters, null));
        using var http = new HttpClient();
        var reader = new MetricReader(traffic, new SpawnedCommands(), http, TimeProvider.System);
        var spec = new AnalysisSpec([RunDriver.Errors, RunDriver.Errors with { Name = "rate", Metric = "request_rate" }], NoDataMode.Fail, InconclusiveMode.Pause, null);
        var readings = await reader.ReadAsync(Ask.Subject, spec, RolloutAnalysis.Begin(spec, Ask.Start), Ask.Start, CancellationToken.None);
        Assert.Equal(1, traffic.Reads);
        Assert.Equal(["errors", "rate"], readings.Select(r => r.Check));
        var counted = Assert.IsType<CountedReading>(readings[0].Reading);
        Assert.Equal((100, 900), (counted.Canary.Requests, counted.Baseline!.Requests));
    }

    [Fact]
    public async Task What_the_gateway_has_not_seen_is_none_and_without_a_baseline_there_is_none()
    {
        var reading = Assert.IsType<CountedReading>(await Ask.ForAsync(RunDriver.Errors, traffic: new ToldTraffic(new(Counters, null)), subject: Ask.Subject with { Revision = 8, Baseline = null }));
        Assert.Equal((TrafficCount.None, null), (reading.Canary, reading.Baseline));
    }

    [Fact]
    public async Task A_gateway_that_can_not_be_read_is_a_failure() =>
        Assert.Equal("the agent is gone", Ask.Failure(await Ask.ForAsync(RunDriver.Errors, traffic: new ToldTraffic(new(null, "the agent is gone")))));

    [Fact]
    public void A_quantile_is_where_it_lies_in_its_bucket()
    {
        // 100 requests up to 0.25 ms, and 100 from 1 to 1.19 ms.
        var count = new TrafficCount(200, 0, [100, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
        Assert.Equal(0.125, count.Quantile(0.25)!.Value, 1e-12);
        Assert.Equal(0.25, count.Quantile(0.5)!.Value, 1e-12);
        Assert.Equal(1 + (LatencyBounds.All[9] - 1) * 0.5, count.Quantile(0.75)!.Value, 1e-12);
        Assert.Equal(LatencyBounds.All[9], count.Quantile(1)!.Value, 1e-12);
        Assert.Null(TrafficCount.None.Quantile(0.5));
        Assert.Equal(LatencyBounds.All[^1], new TrafficCount(1, 0, [.. Enumerable.Repeat(0L, 77), 1]).Quantile(0.5)!.Value, 1e-12);
    }

    [Fact]
    public void A_quantile_is_at_most_a_fifth_off() => Gen.Double[0.3, 100_000].Array[20, 200].Sample(latencies =>
    {
        var buckets = new long[78];
        foreach (var latency in latencies)
            buckets[LatencyBounds.All.Count(bound => bound < latency)]++;
        var count = new TrafficCount(latencies.Length, 0, [.. buckets]);
        var exact = latencies.Order().ElementAt((int)Math.Ceiling(0.99 * latencies.Length) - 1);
        Assert.InRange(count.Quantile(0.99)!.Value / exact, 1 / 1.2, 1.2);
    });

    [Fact]
    public void Counts_since_an_earlier_reading_are_null_when_they_went_down()
    {
        Assert.Equal(5, new TrafficCount(15, 2, [3]).Since(new(10, 1, [2]))!.Requests);
        Assert.Null(new TrafficCount(5, 2, [3]).Since(new(10, 1, [2])));
        Assert.Null(new TrafficCount(15, 0, [3]).Since(new(10, 1, [2])));
        Assert.Null(new TrafficCount(15, 2, [1]).Since(new(10, 1, [2])));
    }
}
