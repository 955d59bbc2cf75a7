using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>What measurements do to a check.</summary>
internal static class MeasuredCheck
{
    /// <summary>How many measurements of each revision a comparison needs unless the check says so. With fewer than five the exact test can't be
    /// sure at 98% whatever they are.</summary>
    public const int DefaultMeasurements = 5;

    /// <summary>How many measurements of each revision are kept: a run is written down at each reading.</summary>
    public const int MostKept = 200;

    /// <summary>Adds measurements of both revisions and compares all that there are.</summary>
    public static CheckProgress Compare(MetricCheck check, CheckProgress progress, ImmutableArray<double> canary, ImmutableArray<double> baseline)
    {
        progress = progress with { CanaryValues = Newest([.. progress.CanaryValues, .. canary]), BaselineValues = Newest([.. progress.BaselineValues, .. baseline]) };
        var needed = check.MinSamples ?? DefaultMeasurements;
        var fewest = Math.Min(progress.CanaryValues.Length, progress.BaselineValues.Length);
        return fewest < needed
            ? Lack(progress with { Measurements = progress.Measurements + 1 }, $"{fewest} of {needed} measurements of {check.Metric}")
            : Take(check, progress, BaselineJudge.Values(check, progress.CanaryValues.AsSpan(), progress.BaselineValues.AsSpan()));
    }

    /// <summary>Counts a judgement.</summary>
    public static CheckProgress Take(MetricCheck check, CheckProgress progress, Finding found)
    {
        var failures = progress.Failures + (found.IsBad ? 1 : 0);
        var measurements = progress.Measurements + 1;
        return progress with
        {
            Measurements = measurements,
            Failures = failures,
            Judgement = found.Judgement,
            Evidence = found.IsBad && check.Failures > 0 ? $"{found.Evidence}, {Notation.Ordinal(failures)} failure of at most {check.Failures}" : found.Evidence,
            HasFailed = failures > check.Failures,
            IsDone = check.Count is { } count && measurements >= count,
        };
    }

    /// <summary>There is no number. What was said before stays said.</summary>
    public static CheckProgress Lack(CheckProgress progress, string reason) =>
        progress.Judgement is Judgement.None ? progress with { Evidence = reason } : progress;

    private static ImmutableArray<double> Newest(ImmutableArray<double> values) => values.Length <= MostKept ? values : values[^MostKept..];
}
