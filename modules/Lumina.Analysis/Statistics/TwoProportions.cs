using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Lumina.Analysis.Statistics;

/// <summary>How many of how many.</summary>
/// <param name="Hits">0 to <paramref name="Of"/>.</param>
/// <param name="Of">1 or more.</param>
public readonly record struct Proportion(long Hits, long Of)
{
    /// <summary>0 to 1.</summary>
    public double Share => Hits / (double)Of;
}

/// <summary>What a test of two proportions says.</summary>
/// <param name="PValue">How likely so great a difference, in either direction, is by chance alone, 0 to 1.</param>
/// <param name="IsExact">Whether it is Fisher's exact test; else the pooled z test.</param>
public sealed record ProportionsResult(double PValue, bool IsExact);

/// <summary>
/// Whether two proportions differ, two-sided: the pooled z test; Fisher's exact test where a count of less than 5 is expected in a
/// cell of the two by two table (W. G. Cochran, "Some methods for strengthening the common χ² tests", Biometrics 10, 1954), and for 100 or less
/// altogether.
/// </summary>
public static class TwoProportions
{
    private const double LeastExpected = 5;

    private const double FewAltogether = 100;

    /// <summary>Tests whether two proportions differ.</summary>
    /// <exception cref="ArgumentException">One is of nothing.</exception>
    public static ProportionsResult Test(Proportion first, Proportion second)
    {
        if (first.Of < 1 || second.Of < 1)
            throw new ArgumentException("A proportion is of nothing.");
        double hits = first.Hits + second.Hits, all = first.Of + second.Of;
        var fewest = Math.Min(first.Of, second.Of) * Math.Min(hits, all - hits) / all;
        return fewest < LeastExpected || all <= FewAltogether
            ? new ProportionsResult(Fisher(first, second), true)
            : new ProportionsResult(Pooled(first, second, hits / all), false);
    }

    /// <summary>z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)), p from both together (J. L. Fleiss, "Statistical Methods for Rates and Proportions").</summary>
    private static double Pooled(Proportion first, Proportion second, double pooled)
    {
        var error = Math.Sqrt(pooled * (1 - pooled) * (1.0 / first.Of + 1.0 / second.Of));
        return Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(first.Share - second.Share) / error));
    }

    /// <summary>The probability, margins given, of all tables that are no likelier than this one (R. A. Fisher, "The logic of inductive inference", 1935).</summary>
    private static double Fisher(Proportion first, Proportion second)
    {
        long hits = first.Hits + second.Hits, all = first.Of + second.Of;
        var whole = LogChoose(all, first.Of);
        double Log(long x) => LogChoose(hits, x) + LogChoose(all - hits, first.Of - x) - whole;

        // What differs only by rounding is equally likely.
        var limit = Log(first.Hits) + 1e-7;
        double sum = 0;
        for (var x = Math.Max(0, hits - second.Of); x <= Math.Min(hits, first.Of); x++)
        {
            var log = Log(x);
            if (log <= limit)
                sum += Math.Exp(log);
        }
        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) => SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0);
}
