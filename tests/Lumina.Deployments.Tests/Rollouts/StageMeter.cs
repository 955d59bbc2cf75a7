using System.Collections.Immutable;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Judging;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>A gateway that counts requests under the clock of the stage, and one metric beside it.</summary>
internal sealed class StageMeter(TimeProvider time) : ICanaryMeter
{
    private const int FastBucket = 20, SlowBucket = 50;

    private readonly Counter _canary = new();
    private readonly Counter _baseline = new();
    private DateTimeOffset _until = time.GetUtcNow();
    private (double Requests, double Errors, double BaselineErrors, bool IsSlow) _now = (100, 0, 0, false);

    /// <summary>How many requests a second each revision gets from now on.</summary>
    public double Requests { set => Change(_now with { Requests = value }); }

    /// <summary>How many of 100 requests to the new revision fail from now on.</summary>
    public double Errors { set => Change(_now with { Errors = value }); }

    /// <summary>How many of 100 requests to the old revision fail from now on.</summary>
    public double BaselineErrors { set => Change(_now with { BaselineErrors = value }); }

    /// <summary>Whether the new revision takes 1.4 s for each request from now on, and not 8 ms.</summary>
    public bool IsSlow { set => Change(_now with { IsSlow = value }); }

    /// <summary>Whether no source answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>What a metric of one's own is; null for no data.</summary>
    public double? Own { get; set; }

    public string Epoch { get; private set; } = "a";

    /// <summary>The gateway begins to count anew.</summary>
    public void Restart()
    {
        Change(_now);
        _canary.Clear();
        _baseline.Clear();
        Epoch += "a";
    }

    public Task<ImmutableArray<CheckReading>> ReadAsync(
        ComponentKey component, Rollout rollout, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Change(_now);
        return Task.FromResult<ImmutableArray<CheckReading>>([.. RolloutAnalysis.Due(spec, run, at).Select(check => new CheckReading(check.Name,
            IsDown ? new FailedReading("connection refused")
            : check.IsOfTraffic ? new CountedReading(Epoch, at, _canary.Read(), _baseline.Read())
            : Own is { } value ? new MeasuredReading([value], []) : new NoDataReading("the query has no series")))]);
    }

    private void Change((double Requests, double Errors, double BaselineErrors, bool IsSlow) next)
    {
        var seconds = (time.GetUtcNow() - _until).TotalSeconds;
        _until = time.GetUtcNow();
        _canary.Add(seconds * _now.Requests, _now.Errors, _now.IsSlow ? SlowBucket : FastBucket);
        _baseline.Add(seconds * _now.Requests, _now.BaselineErrors, FastBucket);
        _now = next;
    }

    private sealed class Counter
    {
        private readonly double[] _latency = new double[LatencyBounds.All.Length + 1];
        private double _requests;
        private double _errors;

        public void Add(double requests, double errorPercent, int bucket)
        {
            _requests += requests;
            _errors += requests * errorPercent / 100;
            _latency[bucket] += requests;
        }

        public TrafficCount Read() => new((long)_requests, (long)_errors, [.. _latency.Select(count => (long)count)]);

        public void Clear()
        {
            (_requests, _errors) = (0, 0);
            Array.Clear(_latency);
        }
    }
}
