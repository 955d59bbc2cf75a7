using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Verdict = Lumina.Deployments.Strategies.Verdict;

namespace Lumina.Rehearsal.Scenery;

/// <summary>
/// Judges a component's canary by the same analysis as a host does; and says when it wants to measure next, so that the time until then can be
/// passed over. What asks others than the target was taken out of the checks before.
/// </summary>
internal sealed class RehearsedJudge(ITarget target, TimeProvider time) : ICanaryJudge
{
    private (string Deployment, int Step, DateTimeOffset Since)? _of;
    private AnalysisRun? _run;

    /// <summary>When it measures next; null when it does not.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    public async Task<Verdict> JudgeAsync(ComponentKey component, Rollout rollout, DateTimeOffset since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        NextDue = null;
        if (rollout.To is not { Spec.Strategy: CanarySpec { Checks.IsDefaultOrEmpty: false } canary } to)
            return Verdict.Good;
        var spec = AnalysisSpec.Of(canary);
        var now = time.GetUtcNow();
        var run = _run is not null && _of == (rollout.Deployment, rollout.Step, since) ? _run : RolloutAnalysis.Begin(spec, now);
        if (RolloutAnalysis.Due(spec, run, now) is { Length: > 0 } due)
        {
            var reading = await ReadAsync(component, to.Number, rollout.From?.Revision.Number, cancellationToken);
            run = RolloutAnalysis.Fold(spec, run, [.. due.Select(check => new CheckReading(check.Name, reading))], now);
        }
        if (canary.Steps[rollout.Step - 1].For is { } lasts && now >= since + lasts)
            run = RolloutAnalysis.Conclude(spec, run);
        _run = run;
        _of = (rollout.Deployment, rollout.Step, since);
        NextDue = RolloutAnalysis.NextDue(spec, run);
        return run.Verdict.Kind switch
        {
            VerdictKind.Failed => new Verdict.Failing(
                run.Verdict.Check is { } check ? $"The check '{check}' failed: {run.Verdict.Evidence}." : $"The analysis failed: {run.Verdict.Evidence}.",
                run.Verdict.Evidence),
            VerdictKind.Waiting => new Verdict.Waiting(),
            VerdictKind.Inconclusive => new Verdict.Unclear(run.Verdict.Evidence),
            _ => Verdict.Good,
        };
    }

    private async Task<Reading> ReadAsync(ComponentKey component, int revision, int? baseline, CancellationToken cancellationToken)
    {
        var answer = await target.ReadMetricsAsync(component, cancellationToken);
        if (answer.Value is not { } metrics)
            return new FailedReading(answer.Reason ?? "the target gave no numbers");
        var counters = new TrafficCounters(
            metrics.Epoch, metrics.At, [.. metrics.Revisions.Select(r => new RevisionCounters(r.Revision, r.Requests, r.Errors, r.Latency, r.LatencySum))]);
        return new CountedReading(
            counters.Epoch, counters.At, TrafficCount.Of(counters, revision), baseline is { } before ? TrafficCount.Of(counters, before) : null);
    }
}
