using System.Diagnostics;
using System.Globalization;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Analysis.Statistics;
using Lumina.Language.Plans;

namespace Lumina.Benchmarks;

/// <summary>How fast the tests of an analysis are; and how often a good version is taken back and how soon a bad one is noticed, over many runs
/// of a canary that gets 50 of 1,000 requests in each of up to 60 intervals. The same figures each time: the chance is seeded.</summary>
internal static class AnalysisBenchmark
{
    private const int Tests = 10_000, Samples = 100, Runs = 1_000, Ticks = 60, CanaryRequests = 50, BaselineRequests = 950;

    private static readonly MetricCheck Bound = new() { Name = "errors", Metric = "error_rate", Max = 1 };

    private static readonly MetricCheck Compared = new() { Name = "errors", Metric = "error_rate", Compare = ComparedWith.Baseline };

    public static void Run()
    {
        Speed();
        Console.WriteLine();
        Console.WriteLine("error_rate of the canary (baseline 0.5%)             0.5%      0.5%     5%      20%");
        Console.WriteLine("                                              taken back   unclear   intervals until noticed");
        Row("max = 1%", Bound);
        Row("max = 1%  confidence = 50%", Bound with { Confidence = 50 });
        Row("max = 1%  confidence = 98%", Bound with { Confidence = 98 });
        Row("max = 1%  failures = 2", Bound with { Failures = 2 });
        Row("compare = baseline", Compared);
        Row("compare = baseline  tolerance = 100%", Compared with { Tolerance = 100 });
        Row("compare = baseline  confidence = 99.9%", Compared with { Confidence = 99.9m });
    }

    private static void Speed()
    {
        var random = new Random(1);
        var data = Enumerable.Range(0, Tests).Select(_ => (First: Normal(random), Second: Normal(random))).ToArray();
        foreach (var (first, second) in data.AsSpan(0, 500))
            MannWhitney.Test(first, second);
        var start = Stopwatch.GetTimestamp();
        var sure = 0;
        foreach (var (first, second) in data)
            sure += MannWhitney.Test(first, second).PValue < 0.02 ? 1 : 0;
        var tested = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        foreach (var (first, second) in data)
            HodgesLehmann.Of(first, second, 0.98);
        var shifted = Stopwatch.GetElapsedTime(start);
        Print($"{Tests:N0} Mann–Whitney tests of {Samples} against {Samples} values: {tested.TotalSeconds:0.000} s, {100.0 * sure / Tests:0.00}% of them below 0.02 by chance");
        Print($"{Tests:N0} Hodges–Lehmann shifts with their intervals:        {shifted.TotalSeconds:0.000} s");
    }

    private static void Row(string name, MetricCheck check)
    {
        var good = Enumerable.Range(0, Runs).Select(run => Drive(check, 0.005, new Random(run))).ToList();
        var bad = Enumerable.Range(0, Runs / 10).Select(run => Drive(check, 0.05, new Random(run))).ToList();
        var worse = Enumerable.Range(0, Runs / 10).Select(run => Drive(check, 0.2, new Random(run))).ToList();
        Print($"{name,-45} {100.0 * good.Count(r => r.Kind is VerdictKind.Failed) / Runs,9:0.0}% {100.0 * good.Count(r => r.Kind is VerdictKind.Inconclusive) / Runs,8:0.0}% {Noticed(bad),8} {Noticed(worse),8}");
    }

    /// <summary>The middle and the worst of the intervals until it failed.</summary>
    private static string Noticed(List<(VerdictKind Kind, int Ticks)> runs)
    {
        var ticks = runs.Select(r => r.Kind is VerdictKind.Failed ? r.Ticks : int.MaxValue).Order().ToList();
        static string Of(int ticks) => ticks == int.MaxValue ? "never" : ticks.ToString(CultureInfo.InvariantCulture);
        return $"{Of(ticks[ticks.Count / 2])}–{Of(ticks[^1])}";
    }

    private static (VerdictKind Kind, int Ticks) Drive(MetricCheck check, double errors, Random random)
    {
        var spec = new AnalysisSpec([check], NoDataMode.Fail, InconclusiveMode.Pause, null);
        var at = DateTimeOffset.UnixEpoch;
        var run = RolloutAnalysis.Begin(spec, at);
        TrafficCount canary = TrafficCount.None, baseline = TrafficCount.None;
        for (var tick = 0; tick <= Ticks; tick++, at += check.Every)
        {
            run = RolloutAnalysis.Fold(spec, run, [new CheckReading(check.Name, new CountedReading("a", at, canary, baseline))], at);
            if (run.Verdict.IsFinal)
                return (run.Verdict.Kind, tick);
            canary = canary.Plus(Requests(random, CanaryRequests, errors));
            baseline = baseline.Plus(Requests(random, BaselineRequests, 0.005));
        }
        return (RolloutAnalysis.Conclude(spec, run).Verdict.Kind, Ticks);
    }

    private static TrafficCount Requests(Random random, int requests, double errors) =>
        new(requests, Enumerable.Range(0, requests).Count(_ => random.NextDouble() < errors), []);

    // Box and Muller.
    private static double[] Normal(Random random) =>
        [.. Enumerable.Range(0, Samples).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
