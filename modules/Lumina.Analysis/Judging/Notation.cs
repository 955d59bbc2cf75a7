using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>Numbers as people read them in evidence.</summary>
internal static class Notation
{
    public static string Of(double number) => number switch
    {
        // Enough digits to tell 0.0421 from 0.05, and no more.
        0 => "0",
        _ when Math.Abs(number) is >= 1e-4 and < 1e15 => Math.Round(number, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(number))) - 1, 0, 15)).ToString("0.###############", CultureInfo.InvariantCulture),
        _ => number.ToString("0.##E0", CultureInfo.InvariantCulture),
    };

    /// <summary>A value with the unit of its metric.</summary>
    public static string Of(MetricCheck check, double value) => Of(value) + UnitOf(check);

    /// <summary>A value beside a bound that it is beyond: with as many digits as it takes to see that.</summary>
    public static string Beyond(MetricCheck check, double value, decimal bound) =>
        Of(check, value) == Of(check, bound) ? value.ToString("R", CultureInfo.InvariantCulture) + UnitOf(check) : Of(check, value);

    /// <summary>A bound as it was written.</summary>
    public static string Of(MetricCheck check, decimal bound) => bound.ToString("0.############", CultureInfo.InvariantCulture) + UnitOf(check);

    public static string Percent(decimal percent) => percent.ToString("0.######", CultureInfo.InvariantCulture) + "%";

    public static string PValue(double p) => p < 0.0001 ? "p < 0.0001" : "p = " + p.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>1st, 2nd, 3rd, 4th.</summary>
    public static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + ((number % 100) is 11 or 12 or 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });

    private static string UnitOf(MetricCheck check) => !check.IsOfTraffic ? "" : check.Metric switch
    {
        Metrics.ErrorRate => "%",
        Metrics.RequestRate => "/s",
        _ => "ms",
    };
}
