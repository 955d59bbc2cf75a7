using MathNet.Numerics.Distributions;

namespace Lumina.Analysis.Statistics;

/// <summary>By how much one sample lies above another.</summary>
/// <param name="Estimate">The median of all differences between a value of the first and one of the second sample.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end.</param>
public sealed record Shift(double Estimate, double Lower, double Upper);

/// <summary>
/// The Hodges–Lehmann estimate of a shift, with the distribution-free interval that belongs to the Mann–Whitney test (L. E. Moses): J. L.
/// Hodges, E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963); M. Hollander, D. A.
/// Wolfe, "Nonparametric Statistical Methods", sections 4.2 and 4.3.
/// </summary>
public static class HodgesLehmann
{
    /// <summary>Estimates the shift. Takes time and memory in proportion to the product of the sizes.</summary>
    /// <param name="first">Finite values; at least one.</param>
    /// <param name="second">Finite values; at least one.</param>
    /// <param name="confidence">Of the interval, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static Shift Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidence)
    {
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException("A sample is empty.");
        var differences = new double[first.Length * second.Length];
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < second.Length; j++)
                differences[i * second.Length + j] = first[i] - second[j];
        }
        Array.Sort(differences);
        var skipped = Skipped(first.Length, second.Length, (1 - confidence) / 2);
        return new Shift(Median(differences), differences[skipped - 1], differences[^skipped]);
    }

    /// <summary>Which of the ascending differences, from 1, begins the interval: the least u with P(U ≤ u) ≥ <paramref name="tail"/>, and 1 at least.</summary>
    private static int Skipped(int n, int m, double tail)
    {
        if (n + m > MannWhitney.LargestExact)
        {
            var deviation = Math.Sqrt(n * (double)m * (n + m + 1) / 12);
            return Math.Max(1, (int)Math.Floor(n * (double)m / 2 + Normal.InvCDF(0, 1, tail) * deviation));
        }
        var counts = RankSums.Count([.. Enumerable.Range(1, n + m)], n);
        var total = counts.Sum();
        var least = n * (n + 1) / 2;
        double below = 0;
        for (var u = 0; ; u++)
        {
            below += counts[least + u];
            if (below / total >= tail)
                return Math.Max(1, u);
        }
    }

    private static double Median(double[] ascending)
    {
        var middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
