using System.Text.Json;
using CsCheck;
using Lumina.Analysis.Sources;
using Lumina.Language.Plans;
using static Lumina.Analysis.VerdictKind;

namespace Lumina.Analysis.Tests;

/// <summary>Runs that compare with the baseline, and runs with a score.</summary>
public sealed class ComparedRunTests
{
    private static readonly MetricCheck Errors = RunDriver.Errors with { Max = null, Compare = ComparedWith.Baseline };

    private static readonly MetricCheck P99 = new() { Name = "p99", Metric = "latency_p99", Compare = ComparedWith.Baseline, Tolerance = 20 };

    private static readonly MetricCheck Own = RunDriver.Own with { Max = null, Compare = ComparedWith.Baseline };

    [Fact]
    public void Error_rates_are_compared_over_all_requests_since_the_start()
    {
        var run = new RunDriver(Errors);
        run.Count(0, 0, seconds: 0);
        Assert.Equal([Running, Running, Running], [run.Count(50, 1, 950, 10), run.Count(50, 1, 950, 8), run.Count(50, 2, 950, 9)]);
        Assert.Equal(Failed, run.Count(50, 5, 950, 9));
        Assert.Equal("error_rate 4.5% (9 of 200 requests) against 0.947% (36 of 3800) of the baseline, p = 0.0003", run.Verdict.Evidence);
    }

    [Fact]
    public void The_baseline_needs_enough_requests_as_well()
    {
        var run = new RunDriver(Errors);
        run.Count(0, 0, seconds: 0);
        run.Count(100, 0, 5, 0);
        Assert.Equal((Failed, "no data: 5 of 20 requests of the baseline"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void Latencies_are_compared_interval_by_interval_once_there_are_five()
    {
        var run = new RunDriver(P99);
        run.Count(0, 0, seconds: 0);
        for (var i = 0; i < 4; i++)
            Assert.Equal(Running, run.Count(50, 0, 950, 0, bucket: 24));
        Assert.Equal("4 of 5 measurements of latency_p99", run["p99"].Evidence);
        Assert.Equal((Failed, "p99"), (run.Count(50, 0, 950, 0, bucket: 24), run.Verdict.Check));
        Assert.StartsWith("latency_p99 16ms against 7.99ms of the baseline, 2 times (5 and 5 measurements", run.Verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_latencies_pass()
    {
        var run = new RunDriver(P99);
        run.Count(0, 0, seconds: 0);
        for (var i = 0; i < 8; i++)
            Assert.Equal(Running, run.Count(50, 0, 950, 0, bucket: 20 + i % 3, baselineBucket: 20 + (i + 1) % 3));
        Assert.Equal(Passed, run.Conclude());
    }

    [Fact]
    public void Without_a_baseline_there_is_nothing_to_compare_with()
    {
        foreach (var check in (MetricCheck[])[Errors, P99])
        {
            var run = new RunDriver(check);
            run.Tick(new CountedReading("a", run.Now, new(0, 0, []), null), seconds: 0);
            run.Tick(new CountedReading("a", run.Now.AddSeconds(10), new(100, 0, []), null));
            Assert.Equal((Failed, "no data: there is no baseline to compare with"), (run.Conclude(), run.Verdict.Evidence));
        }
    }

    [Fact]
    public void Own_metrics_are_compared_measurement_by_measurement()
    {
        var run = new RunDriver(Own);
        for (var i = 0; i < 5; i++)
            run.Tick(100 + i, 50 + i);
        Assert.Equal((Failed, "own"), (run.Verdict.Kind, run.Verdict.Check));
    }

    [Fact]
    public void Several_numbers_at_once_are_several_measurements()
    {
        var run = new RunDriver(Own);
        Assert.Equal(Failed, run.Tick(new MeasuredReading([100, 101, 102, 103, 104], [50, 51, 52, 53, 54])));
    }

    [Fact]
    public void What_is_kept_is_bounded()
    {
        var run = new RunDriver(Own with { MinSamples = 1_000_000 });
        for (var i = 0; i < 20; i++)
            run.Tick(new MeasuredReading([.. Enumerable.Range(i * 40, 40).Select(x => (double)x)], [1]));
        Assert.Equal((200, 799.0), (run["own"].CanaryValues.Length, run["own"].CanaryValues[^1]));
    }

    [Fact]
    public void With_a_score_a_failed_check_counts_and_does_not_end_the_run()
    {
        var run = new RunDriver(new AnalysisSpec(
            [RunDriver.Own, RunDriver.Own with { Name = "b" }, RunDriver.Own with { Name = "c" }], NoDataMode.Fail, InconclusiveMode.Pause, new ScoreSpec { Pass = 75, Marginal = 50 }));
        Assert.Equal(Running, run.Tick(check => new MeasuredReading([check.Name == "b" ? 20 : 1], [])));
        Assert.Equal((Inconclusive, "score 66.67 < 75 (2 of 3 checks pass: b high)"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Theory]
    [InlineData(60, Passed, "score 66.67 ≥ 60 (2 of 3 checks pass: b failed)")]
    [InlineData(75, Failed, "score 66.67 < 75 (2 of 3 checks pass: b failed)")]
    public void With_a_score_a_check_without_data_counts_as_failed(int pass, VerdictKind kind, string evidence)
    {
        var run = new RunDriver(new AnalysisSpec(
            [RunDriver.Own, RunDriver.Own with { Name = "b" }, RunDriver.Own with { Name = "c" }], NoDataMode.Fail, InconclusiveMode.Pause, new ScoreSpec { Pass = pass }));
        run.Tick(check => check.Name == "b" ? new NoDataReading("none") : new MeasuredReading([1], []));
        Assert.Equal((kind, evidence), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void A_critical_check_ends_a_run_with_a_score_at_once()
    {
        var run = new RunDriver(new AnalysisSpec(
            [RunDriver.Own with { Critical = true }, RunDriver.Own with { Name = "b" }], NoDataMode.Fail, InconclusiveMode.Pause, new ScoreSpec { Pass = 0 }));
        Assert.Equal((Failed, "critical: own 11 > max 10"), (run.Tick(11), run.Verdict.Evidence));
    }

    [Fact]
    public void The_same_readings_give_the_same_run_for_ever() => Gen.Select(Gen.Int[0, 200], Gen.Int[0, 20], Gen.Int[0, 3]).Array[1, 15].Sample(ticks =>
    {
        AnalysisRun Drive()
        {
            var run = new RunDriver(Errors, P99, RunDriver.Errors with { Name = "bound", Failures = 2 });
            run.Count(0, 0, seconds: 0);
            foreach (var (requests, errors, kind) in ticks)
            {
                if (kind == 0)
                    run.Tick(new FailedReading("down"));
                else if (kind == 1 && errors > 15)
                    run.Restart("epoch " + errors);
                else
                    run.Count(requests, Math.Min(requests, errors), requests * 3, Math.Min(requests, errors), bucket: errors);
            }
            run.Conclude();
            return run.Run;
        }

        var run = Drive();
        Assert.Equal(JsonSerializer.Serialize(run), JsonSerializer.Serialize(Drive()));
        Assert.NotEqual(Running, run.Verdict.Kind);
        Assert.NotEmpty(run.Verdict.Evidence);
        Assert.DoesNotContain('\n', run.Verdict.Evidence);
    }, iter: 60);
}
