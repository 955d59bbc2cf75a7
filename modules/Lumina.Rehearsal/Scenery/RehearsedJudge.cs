using System.Collections.Immutable;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Judging;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Rehearsal.Scenery;

/// <summary>
/// Judges a component's canary as a host does, by what the target measures; and says when it wants to measure next, so that the time until then can be
/// passed over. What asks others than the target was taken out of the checks before.
/// </summary>
internal sealed class RehearsedJudge : ICanaryJudge, ICanaryMeter
{
    private readonly ITarget _target;
    private readonly AnalysisJudge _analysis;

    public RehearsedJudge(ITarget target, TimeProvider time)
    {
        _target = target;
        _analysis = new AnalysisJudge(this, time);
    }

    /// <summary>When it measures next; null when it does not.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public async Task<Judged> JudgeAsync(ComponentKey component, Rollout rollout, CancellationToken cancellationToken)
    {
        NextDue = null;
        var judged = await _analysis.JudgeAsync(component, rollout, cancellationToken);
        if (CanaryAnalysis.CanaryOf(rollout) is not { } canary)
            return judged;
        var after = judged.Measured is { } measured ? CanaryAnalysis.Fold(rollout, measured) : CanaryAnalysis.Begin(rollout);
        NextDue = new[] { Due(after.StepAnalysis, CheckSpan.Step), Due(after.WholeAnalysis, CheckSpan.Rollout) }.Min();
        return judged;

        DateTimeOffset? Due(AnalysisRun? run, CheckSpan over) => run is null ? null : RolloutAnalysis.NextDue(AnalysisSpec.Of(canary, over), run);
    }

    public async Task<ImmutableArray<CheckReading>> ReadAsync(
        ComponentKey component, Rollout rollout, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(component, rollout, cancellationToken);
        return [.. RolloutAnalysis.Due(spec, run, at).Select(check => new CheckReading(check.Name, reading))];
    }

    private async Task<Reading> ReadAsync(ComponentKey component, Rollout rollout, CancellationToken cancellationToken)
    {
        var answer = await _target.ReadMetricsAsync(component, cancellationToken);
        if (answer.Value is not { } metrics || rollout.To is not { Number: var revision })
            return new FailedReading(answer.Reason ?? "the target gave no numbers");
        var counters = new TrafficCounters(
            metrics.Epoch, metrics.At, [.. metrics.Revisions.Select(r => new RevisionCounters(r.Revision, r.Requests, r.Errors, r.Latency, r.LatencySum))]);
        return new CountedReading(
            counters.Epoch, counters.At, TrafficCount.Of(counters, revision),
            rollout.From is { Revision.Number: var before } ? TrafficCount.Of(counters, before) : null);
    }
}
