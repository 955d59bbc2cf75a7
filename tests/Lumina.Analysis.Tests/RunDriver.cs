using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests;

/// <summary>Drives a run tick by tick, as a grain would: each state is written down and read again before it goes on.</summary>
internal sealed class RunDriver
{
    private readonly AnalysisSpec _spec;
    private TrafficCount _canary = TrafficCount.None;
    private TrafficCount _baseline = TrafficCount.None;

    public RunDriver(params ImmutableArray<MetricCheck> checks) : this(new AnalysisSpec(checks, NoDataMode.Fail, InconclusiveMode.Pause, null))
    {
    }

    public RunDriver(AnalysisSpec spec)
    {
        _spec = spec;
        Run = RolloutAnalysis.Begin(spec, Now);
    }

    public static MetricCheck Errors { get; } = new() { Name = "errors", Metric = "error_rate", Max = 1 };

    public static MetricCheck Own { get; } = new() { Name = "own", Metric = "own", Query = "q", Max = 10 };

    public AnalysisRun Run { get; private set; }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string Epoch { get; set; } = "a";

    public Verdict Verdict => Run.Verdict;

    public CheckProgress this[string check] => Run.Checks.Single(c => c.Name == check);

    /// <summary>Lets time pass and the same reading answer all that is due.</summary>
    public VerdictKind Tick(Reading reading, int seconds = 10) => Tick(_ => reading, seconds);

    public VerdictKind Tick(Func<MetricCheck, Reading> read, int seconds = 10)
    {
        Now += TimeSpan.FromSeconds(seconds);
        var readings = RolloutAnalysis.Due(_spec, Run, Now).Select(check => new CheckReading(check.Name, read(check))).ToImmutableArray();
        Run = Again(RolloutAnalysis.Fold(_spec, Run, readings, Now));
        return Verdict.Kind;
    }

    public VerdictKind Tick(double canary, double? baseline = null) => Tick(new MeasuredReading([canary], baseline is { } value ? [value] : []));

    /// <summary>Lets the gateway count requests for so long, and reads it.</summary>
    public VerdictKind Count(int requests, int errors, int baseline = 0, int baselineErrors = 0, int bucket = 20, int baselineBucket = 20, int seconds = 10)
    {
        _canary = _canary.Plus(new(requests, errors, In(bucket, requests)));
        _baseline = _baseline.Plus(new(baseline, baselineErrors, In(baselineBucket, baseline)));
        return Tick(new CountedReading(Epoch, Now + TimeSpan.FromSeconds(seconds), _canary, _baseline), seconds);
    }

    /// <summary>The gateway starts anew: all its counters are 0.</summary>
    public void Restart(string epoch) => (Epoch, _canary, _baseline) = (epoch, TrafficCount.None, TrafficCount.None);

    public VerdictKind Conclude()
    {
        Run = Again(RolloutAnalysis.Conclude(_spec, Run));
        return Verdict.Kind;
    }

    private static ImmutableArray<long> In(int bucket, long requests) =>
        [.. Enumerable.Range(0, LatencyBounds.All.Length + 1).Select(i => i == bucket ? requests : 0)];

    private static AnalysisRun Again(AnalysisRun run)
    {
        var written = JsonSerializer.Serialize(run);
        var read = JsonSerializer.Deserialize<AnalysisRun>(written)!;
        Assert.Equal(written, JsonSerializer.Serialize(read));
        return read;
    }
}
