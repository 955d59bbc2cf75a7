using Lumina.Analysis.Statistics;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>
/// Compares the new revision with the one that ran before. Bad is only what is both: no chance (by a test at the check's confidence), and worse
/// by more than the check's tolerance. What is worse by more than that, and less likely chance than five times the error that the confidence
/// allows, is unclear.
/// </summary>
internal static class BaselineJudge
{
    /// <summary>How sure a comparison must be unless the check says so, in percent: as Kayenta is.</summary>
    public const decimal DefaultConfidence = 98;

    /// <summary>How far from 0 the interval of the shift must stay, as a part of the shift itself: Kayenta's tolerance.</summary>
    public const double ShiftTolerance = 0.25;

    private const double GreyZone = 5;

    /// <summary>Rates: the test of two proportions.</summary>
    public static Finding Rates(MetricCheck check, Proportion canary, Proportion baseline)
    {
        var test = TwoProportions.Test(canary, baseline);
        var evidence = $"{check.Metric} {Notation.Of(check, 100 * canary.Share)} ({canary.Hits} of {canary.Of} requests) against {Notation.Of(check, 100 * baseline.Share)}"
            + $" ({baseline.Hits} of {baseline.Of}) of the baseline, {Notation.PValue(test.PValue)}{Allowed(check)}";
        var side = SideOf(check, canary.Share, baseline.Share);
        return new(Weigh(check, side, test.PValue, isSure: true), evidence);
    }

    /// <summary>Measurements: the Mann–Whitney test, and the interval of the Hodges–Lehmann shift as Kayenta classifies by it.</summary>
    public static Finding Values(MetricCheck check, ReadOnlySpan<double> canary, ReadOnlySpan<double> baseline)
    {
        var (mean, before) = (Mean(canary), Mean(baseline));
        var test = MannWhitney.Test(canary, baseline);
        var shift = HodgesLehmann.Of(canary, baseline, ConfidenceOf(check));
        var ratio = before > 0 && mean >= 0 ? $", {Notation.Of(mean / before)} times" : "";
        var evidence = $"{check.Metric} {Notation.Of(check, mean)} against {Notation.Of(check, before)} of the baseline{ratio} ({canary.Length} and {baseline.Length} measurements, "
            + $"shift {Notation.Of(check, shift.Estimate)} in {Notation.Of(shift.Lower)} to {Notation.Of(shift.Upper)}, {Notation.PValue(test.PValue)}){Allowed(check)}";
        var margin = ShiftTolerance * Math.Abs(shift.Estimate);
        var side = SideOf(check, mean, before);
        var isSure = side is Judgement.High ? shift.Lower > margin : shift.Upper < -margin;
        return new(Weigh(check, side, test.PValue, isSure), evidence);
    }

    private static double ConfidenceOf(MetricCheck check) => (double)(check.Confidence ?? DefaultConfidence) / 100;

    private static Judgement Weigh(MetricCheck check, Judgement side, double chance, bool isSure)
    {
        var error = 1 - ConfidenceOf(check);
        if (side is Judgement.Good)
            return Judgement.Good;
        return chance < error && isSure ? side : chance < GreyZone * error ? Judgement.Unclear : Judgement.Good;
    }

    /// <summary>On which side it is worse by more than the tolerance; good when it is not.</summary>
    private static Judgement SideOf(MetricCheck check, double canary, double baseline)
    {
        var margin = (double)check.Tolerance / 100 * Math.Abs(baseline);
        return check.Worse is not WorseWhen.Lower && canary - baseline > margin ? Judgement.High
            : check.Worse is not WorseWhen.Higher && baseline - canary > margin ? Judgement.Low
            : Judgement.Good;
    }

    private static string Allowed(MetricCheck check) => check.Tolerance == 0 ? "" : $", {Notation.Percent(check.Tolerance)} allowed";

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
            sum += value / values.Length;
        return sum;
    }
}
