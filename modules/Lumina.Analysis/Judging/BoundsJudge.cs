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

    /// <summary>A rate in percent. With a confidence it is bad only when chance alone would hardly bring it beyond the bound; until that can be
    /// told it is unclear.</summary>
    public static Finding Rate(MetricCheck check, Proportion seen)
    {
        var detail = $"{seen.Hits} of {seen.Of} requests";
        var found = Value(check, 100 * seen.Share, detail);
        if (!found.IsBad || check.Confidence is not { } confidence)
            return found;
        var chance = found.Judgement is Judgement.High
            ? BinomialTest.AtLeast(seen, (double)check.Max!.Value / 100) // High: there is a max.
            : BinomialTest.AtMost(seen, (double)check.Min!.Value / 100); // Low: there is a min.
        var tested = Against(check, 100 * seen.Share, found.Judgement is Judgement.High, $"{detail}, {Notation.PValue(chance)}");
        return new(chance < 1 - (double)confidence / 100 ? found.Judgement : Judgement.Unclear, tested);
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
