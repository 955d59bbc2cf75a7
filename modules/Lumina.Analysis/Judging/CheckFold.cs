using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>What one reading does to one check.</summary>
internal static class CheckFold
{
    public static CheckProgress Apply(MetricCheck check, CheckProgress progress, Reading reading, DateTimeOffset at)
    {
        if (progress.IsDone || progress.HasFailed)
            return progress;
        progress = progress with { AskedAt = at, Errors = reading is FailedReading ? progress.Errors + 1 : 0 };
        return reading switch
        {
            FailedReading failed => Failed(check, progress, failed.Reason),
            NoDataReading empty => MeasuredCheck.Lack(progress, empty.Reason),
            CountedReading counted => CountedCheck.Apply(check, progress with { AnsweredAt = at }, counted),
            MeasuredReading { Canary.IsEmpty: true } => MeasuredCheck.Lack(progress, "no number"),
            MeasuredReading measured when check.Compare is null =>
                MeasuredCheck.Take(check, progress with { AnsweredAt = at }, BoundsJudge.Value(check, measured.Canary[^1], "")),
            MeasuredReading { Baseline.IsEmpty: true } => MeasuredCheck.Lack(progress, "there is no baseline to compare with"),
            MeasuredReading measured => MeasuredCheck.Compare(check, progress with { AnsweredAt = at }, measured.Canary, measured.Baseline),
            _ => MeasuredCheck.Lack(progress, "an unknown reading"),
        };
    }

    private static CheckProgress Failed(MetricCheck check, CheckProgress progress, string reason) => progress.Errors > check.Errors
        ? progress with { HasFailed = true, Evidence = $"no answer for {check.Metric}, {Notation.Ordinal(progress.Errors)} error in a row of at most {check.Errors}: {reason}" }
        : MeasuredCheck.Lack(progress, $"{Notation.Ordinal(progress.Errors)} error in a row: {reason}");
}
