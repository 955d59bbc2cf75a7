using System.Collections.Immutable;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Verdict = Lumina.Deployments.Strategies.Verdict;

namespace Lumina.Deployments.Judging;

/// <summary>
/// Judges canaries by the checks of their plan. How far that has got is in the rollout's record and nowhere else: whoever looks next, in this
/// process or another, goes on with the same numbers.
/// </summary>
/// <param name="meter">Asks the sources.</param>
/// <param name="time">The clock.</param>
public sealed class AnalysisJudge(ICanaryMeter meter, TimeProvider time) : ICanaryJudge
{
    public async Task<Judged> JudgeAsync(ComponentKey component, Rollout rollout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        if (CanaryAnalysis.CanaryOf(rollout) is not { } canary)
            return Judged.Good;
        rollout = CanaryAnalysis.Begin(rollout);
        var now = time.GetUtcNow();
        var checks = new List<CheckMeasurement>();
        rollout = rollout with
        {
            StepAnalysis = await MeasureAsync(rollout.StepAnalysis, CheckSpan.Step),
            WholeAnalysis = await MeasureAsync(rollout.WholeAnalysis, CheckSpan.Rollout),
        };
        return new Judged(VerdictOf(canary, rollout, now), checks.Count == 0 ? null : new Measured([.. checks], now));

        async Task<AnalysisRun?> MeasureAsync(AnalysisRun? run, CheckSpan over)
        {
            if (run is null)
                return null;
            var spec = AnalysisSpec.Of(canary, over);
            var due = RolloutAnalysis.Due(spec, run, now);
            if (due.IsEmpty)
                return run;
            var answers = await meter.ReadAsync(component, rollout, spec, run, now, cancellationToken);
            ImmutableArray<CheckReading> readings = [.. due.Select(check =>
                answers.FirstOrDefault(a => a.Check == check.Name) ?? new CheckReading(check.Name, new FailedReading("nothing measures it")))];
            var next = RolloutAnalysis.Fold(spec, run, readings, now);
            checks.AddRange(readings.Join(next.Checks, r => r.Check, c => c.Name, (r, c) => new CheckMeasurement(r.Check, r.Reading, c.Judgement, c.Evidence)));
            return next;
        }
    }

    /// <summary>Of the step and of the whole, what is worse. The whole has to be good before all the traffic goes over, which is at the end of the last stage.</summary>
    private static Verdict VerdictOf(CanarySpec canary, Rollout rollout, DateTimeOffset now)
    {
        var isOver = IsOver(canary, rollout, now);
        var step = Said(rollout.StepAnalysis, CheckSpan.Step, isOver);
        var whole = Said(rollout.WholeAnalysis, CheckSpan.Rollout, isOver && rollout.Step == canary.Steps.Length);
        return RankOf(whole) > RankOf(step) ? whole : step;

        Verdict Said(AnalysisRun? run, CheckSpan over, bool isConcluded) => run is null ? Verdict.Good
            : SaidBy(isConcluded ? RolloutAnalysis.Conclude(AnalysisSpec.Of(canary, over), run).Verdict : run.Verdict);
    }

    private static bool IsStage(CanarySpec canary, Rollout rollout) => rollout.Step >= 1 && rollout.Step <= canary.Steps.Length;

    /// <summary>A gate has no end of its own: whoever opens it has looked.</summary>
    private static bool IsOver(CanarySpec canary, Rollout rollout, DateTimeOffset now) =>
        IsStage(canary, rollout) && rollout.HeldSince is { } since && canary.Steps[rollout.Step - 1].For is { } lasts && now >= since + lasts;

    private static Verdict SaidBy(Analysis.Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Failed => new Verdict.Failing(
            verdict.Check is { } check ? $"The check '{check}' failed: {verdict.Evidence}." : $"The analysis failed: {verdict.Evidence}.", verdict.Evidence),
        VerdictKind.Waiting => new Verdict.Waiting(),
        VerdictKind.Inconclusive => new Verdict.Unclear(verdict.Evidence),
        _ => Verdict.Good,
    };

    private static int RankOf(Verdict verdict) => verdict switch
    {
        Verdict.Failing => 3,
        Verdict.Unclear => 2,
        Verdict.Waiting => 1,
        _ => 0,
    };
}
