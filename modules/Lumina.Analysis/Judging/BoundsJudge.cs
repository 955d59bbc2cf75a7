using Lumina.Analysis.Statistics;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>Holds a value against the bounds of a check.</summary>
internal static class BoundsJudge
{
    /// <param name="check">Its min and max belong to the range.</param>
    /// <param name="value">In the metric's unit.</param>
    /// <param name="detail">What the value was made of; empty for nothing.</param>
    public static Finding Value(MetricCheck check, double value, string detail)
    {
        var isHigh = check.Max is { } max && value > (double)max;
        var isLow = check.Min is { } min && value < (double)min;
        return isHigh ? new(Judgement.High, Against(check, value, isHigh: true, detail))
            : isLow ? new(Judgement.Low, Against(check, value, isHigh: false, detail))
            : new(Judgement.Good, Within(check, value, detail));
    }

    /// <summary>How sure it must be that a rate is beyond its bound unless the check says so, in percent. It is judged again and again, so that a lower
    /// one would take back good revisions.</summary>
    public const decimal DefaultConfidence = 99.9m;

    /// <summary>A rate in percent: bad only when chance alone would hardly bring it beyond the bound. Until that can be told it is unclear, or good when
    /// the rate since the start is within the bounds.</summary>
    /// <param name="check">Its min and max belong to the range.</param>
    /// <param name="seen">Since the last clear judgement.</param>
    /// <param name="all">Since the start.</param>
    /// <returns>What is said, and whether that is clear from <paramref name="seen"/> alone.</returns>
    public static (Finding Found, bool IsClear) Rate(MetricCheck check, Proportion seen, Proportion all)
    {
        var found = Value(check, 100 * seen.Share, $"{seen.Hits} of {seen.Of} requests");
        if (!found.IsBad)
            return (found, true);
        var isHigh = found.Judgement is Judgement.High;
        var chance = isHigh
            ? BinomialTest.AtLeast(seen, (double)check.Max!.Value / 100) // High: there is a max.
            : BinomialTest.AtMost(seen, (double)check.Min!.Value / 100); // Low: there is a min.
        if (chance < 1 - (double)(check.Confidence ?? DefaultConfidence) / 100)
            return (found, true);
        var sinceStart = Value(check, 100 * all.Share, $"{all.Hits} of {all.Of} requests since the start");
        return sinceStart.IsBad
            ? (new(Judgement.Unclear, Against(check, 100 * seen.Share, isHigh, $"{seen.Hits} of {seen.Of} requests, {Notation.PValue(chance)}")), false)
            : (sinceStart, false);
    }

    private static string Against(MetricCheck check, double value, bool isHigh, string detail) => isHigh
        ? $"{check.Metric} {Notation.Beyond(check, value, check.Max!.Value)} > max {Notation.Of(check, check.Max!.Value)}{In(detail)}" // High: there is a max.
        : $"{check.Metric} {Notation.Beyond(check, value, check.Min!.Value)} < min {Notation.Of(check, check.Min!.Value)}{In(detail)}"; // Low: there is a min.

    private static string Within(MetricCheck check, double value, string detail)
    {
        var bounds = (check.Min, check.Max) switch
        {
            ({ } min, { } max) => $" within {Notation.Of(check, min)} to {Notation.Of(check, max)}",
            ({ } min, null) => $" ≥ min {Notation.Of(check, min)}",
            (null, { } max) => $" ≤ max {Notation.Of(check, max)}",
            _ => "",
        };
        return $"{check.Metric} {Notation.Of(check, value)}{bounds}{In(detail)}";
    }

    private static string In(string detail) => detail.Length == 0 ? "" : $" ({detail})";
}
