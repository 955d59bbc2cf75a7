using Lumina.Analysis.Sources;
using Lumina.Language.Plans;
using static Lumina.Analysis.VerdictKind;

namespace Lumina.Analysis.Tests;

/// <summary>Runs, tick by tick: bounds, limits, missing data and errors.</summary>
public sealed class RunTests
{
    private static AnalysisSpec Spec(MetricCheck check, NoDataMode noData = NoDataMode.Fail, InconclusiveMode inconclusive = InconclusiveMode.Pause) =>
        new([check], noData, inconclusive, null);

    [Fact]
    public void A_check_that_holds_passes_when_the_time_is_over()
    {
        var run = new RunDriver(RunDriver.Errors);
        Assert.Equal(Running, run.Count(0, 0, seconds: 0));
        for (var i = 0; i < 6; i++)
            Assert.Equal(Running, run.Count(100, 1));
        Assert.Equal((Passed, "error_rate 1% ≤ max 1% (1 of 100 requests)"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void One_bad_measurement_fails_a_check_that_says_nothing_else()
    {
        var run = new RunDriver(RunDriver.Errors);
        run.Count(0, 0, seconds: 0);
        Assert.Equal(Running, run.Count(500, 2));
        Assert.Equal(Failed, run.Count(500, 16));
        Assert.Equal(new Verdict(Failed, "error_rate 3.2% > max 1% (16 of 500 requests)", "errors"), run.Verdict);
    }

    [Fact]
    public void It_fails_on_one_more_failure_than_allowed()
    {
        var run = new RunDriver(RunDriver.Own with { Failures = 2 });
        Assert.Equal([Running, Running, Running, Running, Failed], [run.Tick(11), run.Tick(5), run.Tick(12), run.Tick(1), run.Tick(13)]);
        Assert.Equal("own 13 > max 10, 3rd failure of at most 2", run.Verdict.Evidence);
    }

    [Fact]
    public void A_final_verdict_stays()
    {
        var run = new RunDriver(RunDriver.Own);
        run.Tick(11);
        var failed = run.Run;
        Assert.Equal(Failed, run.Tick(1));
        Assert.Equal(Failed, run.Conclude());
        Assert.Equal(failed.Verdict, run.Verdict);
        Assert.Null(RolloutAnalysis.NextDue(Spec(RunDriver.Own), failed));
    }

    [Fact]
    public void Each_check_is_asked_at_its_own_interval_and_a_gateway_at_the_start_too()
    {
        var spec = new AnalysisSpec([RunDriver.Errors with { Every = TimeSpan.FromSeconds(20) }, RunDriver.Own with { Every = TimeSpan.FromSeconds(5) }], NoDataMode.Fail, InconclusiveMode.Pause, null);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var run = RolloutAnalysis.Begin(spec, start);
        var asked = new List<string>();
        for (var second = 0; second <= 20; second++)
        {
            var now = start.AddSeconds(second);
            Assert.Equal(RolloutAnalysis.NextDue(spec, run) <= now, RolloutAnalysis.Due(spec, run, now).Length > 0);
            var due = RolloutAnalysis.Due(spec, run, now);
            asked.AddRange(due.Select(check => $"{second} {check.Name}"));
            run = RolloutAnalysis.Fold(spec, run, [.. due.Select(check => new CheckReading(check.Name, new NoDataReading("none")))], now);
        }
        Assert.Equal(["0 errors", "5 own", "10 own", "15 own", "20 errors", "20 own"], asked);
    }

    [Fact]
    public void After_its_count_a_check_is_done_and_when_all_are_done_it_is_over()
    {
        var run = new RunDriver(RunDriver.Own with { Count = 2 }, RunDriver.Own with { Name = "other", Count = 3 });
        Assert.Equal([Running, Running, Passed], [run.Tick(1), run.Tick(2), run.Tick(3)]);
        Assert.Equal((2, "own 2 ≤ max 10; own 3 ≤ max 10"), (run["own"].Measurements, run.Verdict.Evidence));
    }

    [Fact]
    public void Too_few_requests_wait_until_there_are_enough()
    {
        var run = new RunDriver(RunDriver.Errors with { MinSamples = 100 });
        run.Count(0, 0, seconds: 0);
        for (var i = 0; i < 3; i++)
            Assert.Equal((Running, Judgement.None), (run.Count(30, 1), run["errors"].Judgement));
        Assert.Equal("90 of 100 requests", run["errors"].Evidence);
        Assert.Equal((Failed, "error_rate 10% > max 1% (12 of 120 requests)"), (run.Count(30, 9), run.Verdict.Evidence));
    }

    [Fact]
    public void After_a_judgement_the_next_one_looks_at_what_came_since()
    {
        var run = new RunDriver(RunDriver.Errors with { Failures = 1 });
        run.Count(0, 0, seconds: 0);
        run.Count(100, 50);
        Assert.Equal((Running, "error_rate 0% ≤ max 1% (0 of 40 requests)"), (run.Count(40, 0), run["errors"].Evidence));
    }

    [Theory]
    [InlineData(NoDataMode.Fail, Failed, "no data: 3 of 20 requests")]
    [InlineData(NoDataMode.Pass, Passed, "errors passed over, no data: 3 of 20 requests")]
    [InlineData(NoDataMode.Wait, Waiting, "no data: 3 of 20 requests")]
    public void Without_data_at_the_end_it_does_what_it_was_told(NoDataMode mode, VerdictKind kind, string evidence)
    {
        var run = new RunDriver(Spec(RunDriver.Errors, mode));
        run.Count(0, 0, seconds: 0);
        run.Count(3, 3);
        Assert.Equal((kind, evidence), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void What_waits_for_data_goes_on_when_it_comes()
    {
        var run = new RunDriver(Spec(RunDriver.Errors, NoDataMode.Wait));
        run.Count(0, 0, seconds: 0);
        Assert.Equal(Waiting, run.Conclude());
        Assert.Equal(Running, run.Count(15, 0));
        Assert.Equal(Waiting, run.Conclude());
        Assert.Equal(Running, run.Count(15, 0));
        Assert.Equal(Passed, run.Conclude());
    }

    [Fact]
    public void It_fails_on_one_more_error_in_a_row_than_allowed_and_an_answer_ends_the_row()
    {
        var run = new RunDriver(RunDriver.Own with { Errors = 2 });
        var down = new FailedReading("connection refused");
        Assert.Equal([Running, Running, Running, Running, Running, Failed], [run.Tick(down), run.Tick(down), run.Tick(1), run.Tick(down), run.Tick(down), run.Tick(down)]);
        Assert.Equal("no answer for own, 3rd error in a row of at most 2: connection refused", run.Verdict.Evidence);
    }

    [Fact]
    public void Errors_and_missing_numbers_leave_what_was_measured_as_it_is()
    {
        var run = new RunDriver(RunDriver.Own);
        run.Tick(4);
        run.Tick(new FailedReading("down"));
        run.Tick(new NoDataReading("empty"));
        Assert.Equal((Passed, "own 4 ≤ max 10"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void A_gateway_that_counts_anew_costs_one_interval_and_nothing_else()
    {
        var run = new RunDriver(RunDriver.Errors with { MinSamples = 100 });
        run.Count(0, 0, seconds: 0);
        run.Count(60, 0);
        run.Restart("b");
        run.Count(50, 50); // Since when these were counted nobody knows.
        Assert.Equal("the gateway has begun to count anew", run["errors"].Evidence);
        Assert.Equal((Running, "error_rate 1% ≤ max 1% (1 of 100 requests)"), (run.Count(40, 1), run["errors"].Evidence));
    }

    [Fact]
    public void Counters_that_go_down_within_an_epoch_are_a_new_beginning_too()
    {
        var run = new RunDriver(RunDriver.Errors);
        run.Count(0, 0, seconds: 0);
        run.Count(100, 0);
        run.Restart("a");
        Assert.Equal(Running, run.Count(30, 30));
        Assert.Equal("error_rate 0% ≤ max 1% (0 of 100 requests)", run["errors"].Evidence);
    }

    [Fact]
    public void A_rate_that_must_be_sure_is_unclear_first_and_grows_until_it_is_clear()
    {
        var run = new RunDriver(RunDriver.Errors with { Confidence = 98 });
        run.Count(0, 0, seconds: 0);
        Assert.Equal((Running, Judgement.Unclear), (run.Count(50, 1), run["errors"].Judgement));
        Assert.Equal((Running, Judgement.Unclear), (run.Count(50, 1), run["errors"].Judgement));
        Assert.Equal((Inconclusive, "error_rate 2% > max 1% (2 of 100 requests, p = 0.2642)"), (run.Conclude(), run.Verdict.Evidence));
        Assert.Equal((Failed, "error_rate 4% > max 1% (6 of 150 requests)"), (run.Count(50, 4), run.Verdict.Evidence));
    }

    [Fact]
    public void A_single_error_of_few_requests_takes_nothing_back_when_the_rate_since_the_start_is_good()
    {
        var run = new RunDriver(RunDriver.Errors);
        run.Count(0, 0, seconds: 0);
        run.Count(400, 2);
        Assert.Equal((Running, Judgement.Good), (run.Count(50, 1), run["errors"].Judgement));
        Assert.Equal((Passed, "error_rate 0.667% ≤ max 1% (3 of 450 requests since the start)"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void What_is_inconclusive_fails_when_it_was_told_to()
    {
        var run = new RunDriver(Spec(RunDriver.Errors with { Confidence = 98 }, inconclusive: InconclusiveMode.Fail));
        run.Count(0, 0, seconds: 0);
        run.Count(50, 1);
        Assert.Equal((Failed, "inconclusive: error_rate 2% > max 1% (1 of 50 requests, p = 0.395)"), (run.Conclude(), run.Verdict.Evidence));
    }

    [Fact]
    public void A_request_rate_needs_no_requests()
    {
        var run = new RunDriver(new MetricCheck { Name = "rate", Metric = "request_rate", Min = 5 });
        run.Count(0, 0, seconds: 0);
        Assert.Equal(Running, run.Count(100, 0));
        Assert.Equal((Failed, "request_rate 0/s < min 5/s (0 requests in 10 s)"), (run.Count(0, 0), run.Verdict.Evidence));
    }

    [Fact]
    public void A_latency_is_read_off_the_histogram_of_the_interval()
    {
        var run = new RunDriver(new MetricCheck { Name = "p99", Metric = "latency_p99", Max = 10 });
        run.Count(0, 0, seconds: 0);
        Assert.Equal(Running, run.Count(1000, 0, bucket: 20)); // 6.7 to 8 ms
        Assert.Equal(Failed, run.Count(1000, 0, bucket: 24)); // 13.5 to 16 ms
        Assert.Equal("latency_p99 16ms > max 10ms (1000 requests)", run.Verdict.Evidence);
    }

    [Fact]
    public void Nothing_to_check_passes() => Assert.Equal(Passed, new RunDriver([]).Conclude());

    [Fact]
    public void The_defaults_of_a_canary_are_those_of_its_run()
    {
        var spec = AnalysisSpec.Of(new CanarySpec { Checks = [RunDriver.Errors, RunDriver.Own with { Over = CheckSpan.Rollout }] }, CheckSpan.Step);
        Assert.Equal((NoDataMode.Fail, InconclusiveMode.Pause, null), (spec.NoData, spec.Inconclusive, spec.Score));
    }
}
