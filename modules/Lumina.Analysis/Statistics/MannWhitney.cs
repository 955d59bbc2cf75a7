using MathNet.Numerics.Distributions;

namespace Lumina.Analysis.Statistics;

/// <summary>What a Mann–Whitney U test says.</summary>
/// <param name="U">In how many pairs the first sample's value is the higher one; ties count half.</param>
/// <param name="PValue">How likely so great a difference, in either direction, is by chance alone, 0 to 1.</param>
/// <param name="IsExact">Whether the p-value is that of the exact distribution.</param>
public sealed record MannWhitneyResult(double U, double PValue, bool IsExact);

/// <summary>
/// Mann–Whitney U test, two-sided: whether values of one sample tend to be higher than those of another. H. B. Mann, D. R. Whitney,
/// "On a test of whether one of two random variables is stochastically larger than the other", Annals of Mathematical Statistics 18 (1947).
/// </summary>
public static class MannWhitney
{
    /// <summary>Up to so many values together the distribution is exact, ties or not.</summary>
    public const int LargestExact = 40;

    /// <summary>Tests whether two samples differ in where they lie.</summary>
    /// <param name="first">Finite values; at least one.</param>
    /// <param name="second">Finite values; at least one.</param>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static MannWhitneyResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException("A sample is empty.");
        var ranks = Ranks.Of(first, second);
        long n = first.Length, m = second.Length, all = n + m;
        var u = ranks.DoubledSumOfFirst / 2.0 - n * (n + 1) / 2.0;
        return all <= LargestExact
            ? new MannWhitneyResult(u, ExactPValue(ranks, (int)n, (int)m), true)
            : new MannWhitneyResult(u, NormalPValue(ranks, u, n, m), false);
    }

    /// <summary>All ways to give the ranks to the two samples are equally likely: the share of those whose rank sum is as far from its mean.</summary>
    private static double ExactPValue(Ranks ranks, int n, int m)
    {
        var counts = RankSums.Count(ranks.Doubled, n);
        var mean = n * (n + m + 1);
        var distance = Math.Abs(ranks.DoubledSumOfFirst - mean);
        double far = 0, total = 0;
        for (var sum = 0; sum < counts.Length; sum++)
        {
            total += counts[sum];
            if (Math.Abs(sum - mean) >= distance)
                far += counts[sum];
        }
        return far / total;
    }

    /// <summary>Normal approximation with corrections for ties and continuity (E. L. Lehmann, "Nonparametrics", 1975, section 1.2 and 1.4).</summary>
    private static double NormalPValue(Ranks ranks, double u, double n, double m)
    {
        var all = n + m;
        var variance = n * m / 12 * (all + 1 - ranks.SumOfTies / (all * (all - 1)));
        if (variance <= 0)
            return 1;
        var z = Math.Max(0, Math.Abs(u - n * m / 2) - 0.5) / Math.Sqrt(variance);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -z));
    }
}
