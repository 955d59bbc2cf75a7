using System.Collections.Immutable;
using Lumina.Analysis.Judging;
using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis;

/// <summary>
/// An analysis as a state machine: what was read goes in, the next state with its verdict comes out. It has no clock, asks nobody and keeps nothing;
/// the same readings give the same verdict for ever. Whoever owns a run asks what is due, reads that, folds it in, and concludes when the time is over.
/// </summary>
public static class RolloutAnalysis
{
    /// <summary>A run that has measured nothing yet.</summary>
    public static AnalysisRun Begin(AnalysisSpec spec, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new AnalysisRun
        {
            StartedAt = at,
            Checks = [.. spec.Checks.Select(check => new CheckProgress { Name = check.Name })],
            Verdict = new(VerdictKind.Running, "nothing was measured yet"),
        };
    }

    /// <summary>The checks whose sources are to be asked now. Gateways are asked at the start too: their counters are what the next ones are
    /// compared with.</summary>
    public static ImmutableArray<MetricCheck> Due(AnalysisSpec spec, AnalysisRun run, DateTimeOffset at) =>
        [.. Pairs(spec, run).Where(pair => DueAt(pair.Check, pair.Progress, run) <= at).Select(pair => pair.Check)];

    /// <summary>When the next source is to be asked; null when none is any more.</summary>
    public static DateTimeOffset? NextDue(AnalysisSpec spec, AnalysisRun run) => Pairs(spec, run).Min(pair => DueAt(pair.Check, pair.Progress, run));

    /// <summary>Takes what was read. A run with a final verdict stays as it is.</summary>
    /// <param name="spec">What must hold.</param>
    /// <param name="run">The run up to now.</param>
    /// <param name="readings">At most one for each check; of a check that is unknown, done or failed none is looked at.</param>
    /// <param name="at">When it was asked.</param>
    public static AnalysisRun Fold(AnalysisSpec spec, AnalysisRun run, ImmutableArray<CheckReading> readings, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(run);
        if (run.Verdict.IsFinal)
            return run;
        var checks = Pairs(spec, run).Select(pair => readings.FirstOrDefault(r => r.Check == pair.Check.Name) is { } read
            ? CheckFold.Apply(pair.Check, pair.Progress, read.Reading, at)
            : pair.Progress);
        run = run with { Checks = [.. checks] };
        if (Conclusion.EarlyFailure(spec, run) is { } failed)
            return run with { Verdict = failed };
        if (!run.Checks.IsEmpty && run.Checks.All(check => check.IsDone || check.HasFailed))
            return Conclude(spec, run);
        var good = run.Checks.Count(check => check.Judgement is Judgement.Good);
        return run with { Verdict = new(VerdictKind.Running, $"{good} of {run.Checks.Length} checks are good so far") };
    }

    /// <summary>The time is over: what does it come to? A run that waits or is inconclusive can be folded further and concluded again.</summary>
    public static AnalysisRun Conclude(AnalysisSpec spec, AnalysisRun run)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(run);
        return run.Verdict.IsFinal ? run : run with { Verdict = Conclusion.Of(spec, run) };
    }

    private static DateTimeOffset? DueAt(MetricCheck check, CheckProgress progress, AnalysisRun run)
    {
        if (run.Verdict.IsFinal || progress.IsDone || progress.HasFailed)
            return null;
        return progress.AskedAt is null && check.IsOfTraffic ? run.StartedAt : (progress.AskedAt ?? run.StartedAt) + check.Every;
    }

    private static IEnumerable<(MetricCheck Check, CheckProgress Progress)> Pairs(AnalysisSpec spec, AnalysisRun run)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(run);
        return spec.Checks.Zip(run.Checks);
    }
}
