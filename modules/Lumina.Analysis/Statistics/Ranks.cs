namespace Lumina.Analysis.Statistics;

/// <summary>The ranks of two samples together. Equal values share the mean of their ranks; all are doubled, so that they are whole.</summary>
/// <param name="Doubled">Twice the rank of each value, ascending.</param>
/// <param name="DoubledSumOfFirst">Twice the sum of the first sample's ranks.</param>
/// <param name="SumOfTies">Σ (t³ − t) over all groups of t equal values.</param>
internal sealed record Ranks(int[] Doubled, long DoubledSumOfFirst, double SumOfTies)
{
    public static Ranks Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var count = first.Length + second.Length;
        var values = new double[count];
        first.CopyTo(values);
        second.CopyTo(values.AsSpan(first.Length));
        var isFirst = new bool[count];
        isFirst.AsSpan(0, first.Length).Fill(true);
        Array.Sort(values, isFirst);

        var doubled = new int[count];
        long sum = 0;
        double ties = 0;
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && values[end] == values[start])
                end++;
            // Ranks start + 1 to end.
            var rank = start + 1 + end;
            for (var i = start; i < end; i++)
            {
                doubled[i] = rank;
                if (isFirst[i])
                    sum += rank;
            }
            double t = end - start;
            ties += t * t * t - t;
            start = end;
        }
        return new Ranks(doubled, sum, ties);
    }
}

/// <summary>How often each sum comes about when some of a set of ranks are drawn.</summary>
internal static class RankSums
{
    /// <summary>By sum: how many choices of <paramref name="drawn"/> of the ranks have it. Exact up to 40 ranks (C(40, 20) is less than 2⁵³).</summary>
    public static double[] Count(ReadOnlySpan<int> ranks, int drawn)
    {
        var most = 0;
        foreach (var rank in ranks)
            most += rank;
        var counts = new double[drawn + 1][];
        for (var k = 0; k <= drawn; k++)
            counts[k] = new double[most + 1];
        counts[0][0] = 1;
        foreach (var rank in ranks)
        {
            for (var k = drawn; k > 0; k--)
            {
                for (var sum = most; sum >= rank; sum--)
                    counts[k][sum] += counts[k - 1][sum - rank];
            }
        }
        return counts[drawn];
    }
}
