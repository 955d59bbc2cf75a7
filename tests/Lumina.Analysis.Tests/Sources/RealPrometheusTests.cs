using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>The source of PromQL against a Prometheus that runs.</summary>
public sealed class RealPrometheusTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    private Task<Reading> AskAsync(string query, ComparedWith? compare = null, TimeSpan? after = null)
    {
        var check = new MetricCheck { Name = "q", Metric = "q", Query = query, Max = compare is null ? 1 : null, Compare = compare, Every = TimeSpan.FromSeconds(1) };
        var every = after ?? check.Every;
        return Ask.ForAsync(check, prometheus: prometheus.Url, start: TimeProvider.System.GetUtcNow() - every, after: every);
    }

    [Fact]
    public async Task An_error_rate_is_asked_for_with_the_revision_filled_in() => Assert.Equal(
        20,
        Ask.Number(await AskAsync("100 * sum(rate(requests_total{revision=\"{{revision}}\",code=\"500\"}[1m])) / sum(rate(requests_total{revision=\"{{revision}}\"}[1m]))")),
        1e-6);

    [Fact]
    public async Task A_scalar_is_a_number() => Assert.Equal(42, Ask.Number(await AskAsync("scalar(vector(42))")));

    [Fact]
    public async Task No_series_is_no_data() => Assert.Equal("no series for depth{revision=\"99\"}", Ask.Nothing(await AskAsync("depth{revision=\"99\"}")));

    [Fact]
    public async Task Nothing_divided_by_nothing_is_no_data() => Assert.Equal("the value is NaN", Ask.Nothing(await AskAsync("vector(0) / vector(0)")));

    [Fact]
    public async Task Something_divided_by_nothing_is_no_data() => Assert.Equal("the value is +Inf", Ask.Nothing(await AskAsync("vector(1) / vector(0)")));

    [Fact]
    public async Task Several_series_are_a_failure() => Assert.StartsWith("2 series instead of one for depth", Ask.Failure(await AskAsync("depth")), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_no_PromQL_is_a_failure_in_the_words_of_Prometheus()
    {
        Assert.Contains("parse error", Ask.Failure(await AskAsync("sum(")), StringComparison.Ordinal);
        Assert.EndsWith("(400)", Ask.Failure(await AskAsync("sum(")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_a_failure() => Assert.Contains("can't be understood", Ask.Failure(await AskAsync("\"text\"")), StringComparison.Ordinal);

    [Fact]
    public async Task A_comparison_is_one_value_of_each_revision_or_all_since_the_last_answer()
    {
        var one = Assert.IsType<MeasuredReading>(await AskAsync("depth{revision=\"{{revision}}\"}", ComparedWith.Baseline));
        Assert.Equal((50.0, 5.0), (Assert.Single(one.Canary), Assert.Single(one.Baseline)));

        // Prometheus has values for a second or two only; before that a constant has one for each step.
        var many = Assert.IsType<MeasuredReading>(await AskAsync("vector({{revision}})", ComparedWith.Baseline, TimeSpan.FromSeconds(8)));
        Assert.Equal(Enumerable.Repeat(7.0, 8), many.Canary);
        Assert.Equal(Enumerable.Repeat(6.0, 8), many.Baseline);
    }

    [Fact]
    public async Task A_run_on_it_fails_with_its_evidence()
    {
        var check = new MetricCheck { Name = "depth", Metric = "depth", Query = "depth{revision=\"{{revision}}\"}", Max = 10 };
        var spec = new AnalysisSpec([check], NoDataMode.Fail, InconclusiveMode.Pause, null);
        var now = TimeProvider.System.GetUtcNow();
        var run = RolloutAnalysis.Begin(spec, now - check.Every);
        using var http = new HttpClient();
        var reader = new MetricReader(new ToldTraffic(new(null, "none")), new SpawnedCommands(), http, TimeProvider.System, prometheus.Url);
        run = RolloutAnalysis.Fold(spec, run, await reader.ReadAsync(Ask.Subject, spec, run, now, CancellationToken.None), now);
        Assert.Equal(new Verdict(VerdictKind.Failed, "depth 50 > max 10", "depth"), run.Verdict);
    }
}
