using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>What the checks of a run come to together.</summary>
internal static class Conclusion
{
    /// <summary>The failure that ends a run before its time; null when there is none. With a score only a critical check does.</summary>
    public static Verdict? EarlyFailure(AnalysisSpec spec, AnalysisRun run)
    {
        var failed = spec.Checks.Zip(run.Checks).FirstOrDefault(pair => pair.Second.HasFailed && (spec.Score is null || pair.First.Critical));
        return failed.First is null ? null : new Verdict(VerdictKind.Failed, (spec.Score is null ? "" : "critical: ") + failed.Second.Evidence, failed.First.Name);
    }

    public static Verdict Of(AnalysisSpec spec, AnalysisRun run)
    {
        if (EarlyFailure(spec, run) is { } failed)
            return failed;
        if (spec.NoData is not NoDataMode.Pass && run.Checks.FirstOrDefault(IsWithoutData) is { } empty)
        {
            if (spec.NoData is NoDataMode.Wait)
                return new(VerdictKind.Waiting, $"no data: {empty.Evidence}", empty.Name);
            // With a score it counts as a check that failed.
            if (spec.Score is null)
                return new(VerdictKind.Failed, $"no data: {empty.Evidence}", empty.Name);
        }
        return spec.Score is { } score ? OfScore(spec, run, score) : OfEach(spec, run);
    }

    private static bool IsWithoutData(CheckProgress check) => check is { Judgement: Judgement.None, HasFailed: false };

    private static Verdict OfEach(AnalysisSpec spec, AnalysisRun run)
    {
        if (run.Checks.FirstOrDefault(check => check.Judgement is Judgement.Unclear) is { } unclear)
            return Unclear(spec, unclear.Evidence, unclear.Name);
        var said = run.Checks.Select(check => IsWithoutData(check) ? $"{check.Name} passed over, no data: {check.Evidence}" : check.Evidence);
        return new(VerdictKind.Passed, run.Checks.IsEmpty ? "there is nothing to check" : string.Join("; ", said));
    }

    private static Verdict OfScore(AnalysisSpec spec, AnalysisRun run, ScoreSpec score)
    {
        ImmutableArray<Classified> classified = [.. spec.Checks.Zip(run.Checks, (check, progress) => new Classified(check, LabelOf(progress, spec.NoData)))];
        var (points, evidence) = Scoring.Of(score, classified);
        string Against(string sign, decimal mark) => string.Create(CultureInfo.InvariantCulture, $"score {points:0.##} {sign} {mark:0.######} ({evidence})");
        return points >= (double)score.Pass ? new(VerdictKind.Passed, Against("≥", score.Pass))
            : score.Marginal is { } marginal && points >= (double)marginal ? Unclear(spec, Against("<", score.Pass), null)
            : new(VerdictKind.Failed, Against("<", score.Marginal ?? score.Pass));
    }

    private static ScoreLabel LabelOf(CheckProgress progress, NoDataMode noData) => progress switch
    {
        { HasFailed: true, Judgement: Judgement.Low } => ScoreLabel.Low,
        { HasFailed: true, Judgement: Judgement.High } => ScoreLabel.High,
        { HasFailed: true } => ScoreLabel.Failed,
        { Judgement: Judgement.None } => noData is NoDataMode.Pass ? ScoreLabel.NoData : ScoreLabel.Failed,
        _ => ScoreLabel.Pass,
    };

    private static Verdict Unclear(AnalysisSpec spec, string evidence, string? check) => spec.Inconclusive is InconclusiveMode.Fail
        ? new(VerdictKind.Failed, $"inconclusive: {evidence}", check)
        : new(VerdictKind.Inconclusive, evidence, check);
}
