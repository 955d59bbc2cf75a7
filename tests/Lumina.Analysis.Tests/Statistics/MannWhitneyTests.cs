using System.Numerics;
using CsCheck;
using Lumina.Analysis.Statistics;
using MathNet.Numerics.Distributions;

namespace Lumina.Analysis.Tests.Statistics;

public sealed class MannWhitneyTests
{
    private static readonly Gen<double[]> Sample = Gen.Int[-100_000, 100_000].Select(i => i / 100.0).Array[1, 30];

    private static readonly Gen<double[]> WithTies = Gen.Int[0, 8].Select(i => (double)i).Array[1, 30];

    /// <summary>Kayenta's MannWhitneySuite, and what R's <c>wilcox.test(c(10,20,30,40), 1:4, conf.int=TRUE)</c> prints.</summary>
    [Fact]
    public void The_published_case_of_Kayenta_comes_out()
    {
        double[] canary = [10, 20, 30, 40], control = [1, 2, 3, 4];
        Assert.Equal(0.02857142857142857, MannWhitney.Test(canary, control).PValue, 1e-12);
        var shift = HodgesLehmann.Of(canary, control, 0.95);
        Assert.Equal((22.5, 6.0, 39.0), (shift.Estimate, shift.Lower, shift.Upper));
    }

    /// <summary>The published critical values for α = 0.05, two-sided: the greatest U that is still significant.</summary>
    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(5, 5, 2)]
    [InlineData(5, 8, 6)]
    [InlineData(6, 6, 5)]
    [InlineData(7, 10, 14)]
    [InlineData(8, 8, 13)]
    [InlineData(10, 10, 23)]
    [InlineData(12, 15, 49)]
    [InlineData(15, 15, 64)]
    [InlineData(20, 20, 127)]
    public void Critical_values_are_those_of_the_published_table(int n, int m, int critical)
    {
        var at = WithU(n, m, critical);
        var above = WithU(n, m, critical + 1);
        Assert.Equal(critical, MannWhitney.Test(at.First, at.Second).U);
        Assert.True(MannWhitney.Test(at.First, at.Second).PValue <= 0.05);
        Assert.True(MannWhitney.Test(above.First, above.Second).PValue > 0.05);
    }

    [Fact]
    public void Small_samples_have_the_p_value_that_counting_all_assignments_gives() =>
        Gen.Select(Gen.Int[0, 6].Select(i => (double)i).Array[1, 6], Gen.Int[0, 6].Select(i => (double)i).Array[1, 6]).Sample((first, second) =>
        {
            var test = MannWhitney.Test(first, second);
            Assert.True(test.IsExact);
            Assert.Equal(ByEnumeration(first, second), test.PValue, 1e-12);
        }, iter: 300);

    [Fact]
    public void Without_ties_the_p_value_is_that_of_the_recurrence_of_Mann_and_Whitney() =>
        Gen.Select(Gen.Int[2, 20], Gen.Int[2, 20], Gen.Int[0, 400]).Sample((n, m, u) =>
        {
            u %= n * m + 1;
            var (first, second) = WithU(n, m, u);
            Assert.Equal(ByRecurrence(n, m, u), MannWhitney.Test(first, second).PValue, 1e-10);
        }, iter: 60);

    [Fact]
    public void The_approximation_is_near_the_exact_distribution_where_it_takes_over()
    {
        foreach (var u in (int[])[150, 190, 194, 220, 250, 300])
        {
            var (first, second) = WithU(25, 25, u);
            var test = MannWhitney.Test(first, second);
            Assert.False(test.IsExact);
            Assert.Equal(ByRecurrence(25, 25, u), test.PValue, 0.005);
        }
    }

    [Fact]
    public void The_approximation_corrects_for_ties_and_continuity()
    {
        // 30 zeros and 20 ones against 20 zeros and 30 ones: U = 1000, ties of 50 and 50.
        double[] first = [.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(1.0, 20)], second = [.. Enumerable.Repeat(0.0, 20), .. Enumerable.Repeat(1.0, 30)];
        var variance = 50 * 50 / 12.0 * (101 - 2 * (50.0 * 50 * 50 - 50) / (100 * 99));
        var test = MannWhitney.Test(first, second);
        Assert.Equal(1000, test.U);
        Assert.Equal(2 * Normal.CDF(0, 1, -(1250 - 1000 - 0.5) / Math.Sqrt(variance)), test.PValue, 1e-12);
    }

    [Fact]
    public void Which_sample_comes_first_makes_no_difference() => Both((first, second) =>
    {
        var (one, other) = (MannWhitney.Test(first, second), MannWhitney.Test(second, first));
        Assert.Equal(one.PValue, other.PValue, 1e-12);
        Assert.Equal(first.Length * second.Length, one.U + other.U, 1e-9);
        Assert.InRange(one.PValue, 0, 1);
    });

    [Fact]
    public void Only_the_order_of_values_counts() => Both((first, second) =>
        Assert.Equal(
            MannWhitney.Test(first, second),
            MannWhitney.Test([.. first.Select(x => Math.Exp(x / 500) * 3)], [.. second.Select(x => Math.Exp(x / 500) * 3)])));

    [Fact]
    public void Higher_values_never_lower_U() => Both((first, second) =>
        Assert.True(MannWhitney.Test([.. first.Select(x => x + 1)], second).U >= MannWhitney.Test(first, second).U));

    [Fact]
    public void The_same_data_is_no_difference() => Sample.Sample(values => Assert.Equal(1, MannWhitney.Test(values, values).PValue, 9), iter: 200);

    [Fact]
    public void A_shift_moves_the_estimate_and_its_interval_and_the_order_of_samples_turns_them() => Both((first, second) =>
    {
        var shift = HodgesLehmann.Of(first, second, 0.95);
        var moved = HodgesLehmann.Of([.. first.Select(x => x + 7)], second, 0.95);
        var turned = HodgesLehmann.Of(second, first, 0.95);
        Assert.True(shift.Lower <= shift.Estimate && shift.Estimate <= shift.Upper);
        Assert.Equal([shift.Estimate + 7, shift.Lower + 7, shift.Upper + 7], [moved.Estimate, moved.Lower, moved.Upper], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-shift.Estimate, -shift.Upper, -shift.Lower], [turned.Estimate, turned.Lower, turned.Upper], (a, b) => Math.Abs(a - b) < 1e-6);
    });

    [Fact]
    public void The_interval_leaves_zero_out_when_the_exact_test_is_sure() => Gen.Select(Sample, Sample).Sample((first, second) =>
    {
        if (first.Length + second.Length > MannWhitney.LargestExact || first.Concat(second).Distinct().Count() < first.Length + second.Length)
            return;
        var shift = HodgesLehmann.Of(first, second, 0.95);
        // Both say the same unless the test can never be sure: then the interval is as wide as it can be.
        Assert.True(MannWhitney.Test(first, second).PValue < 0.05 == (shift.Lower > 0 || shift.Upper < 0) || ByRecurrence(first.Length, second.Length, 0) >= 0.05);
    }, iter: 500);

    [Fact]
    public void An_empty_sample_is_refused()
    {
        Assert.Throws<ArgumentException>(() => MannWhitney.Test([], [1]));
        Assert.Throws<ArgumentException>(() => HodgesLehmann.Of([1], [], 0.95));
    }

    private static void Both(Action<double[], double[]> holds)
    {
        Gen.Select(Sample, Sample).Sample(holds, iter: 300);
        Gen.Select(WithTies, WithTies).Sample(holds, iter: 300);
    }

    /// <summary>Samples without ties in which the first beats the second in exactly <paramref name="u"/> pairs.</summary>
    private static (double[] First, double[] Second) WithU(int n, int m, int u)
    {
        var first = new double[n];
        for (var i = n - 1; i >= 0; i--)
        {
            var beaten = Math.Min(u, m);
            u -= beaten;
            first[i] = beaten + 0.5 + i * 0.001;
        }
        return (first, [.. Enumerable.Range(1, m).Select(x => (double)x)]);
    }

    /// <summary>Every way to choose who is in the first sample, and the share of those whose U is as far from the middle.</summary>
    private static double ByEnumeration(double[] first, double[] second)
    {
        double[] all = [.. first, .. second];
        var middle = first.Length * second.Length / 2.0;
        double Distance(uint chosen)
        {
            double u = 0;
            for (var i = 0; i < all.Length; i++)
            {
                for (var j = 0; j < all.Length; j++)
                {
                    if ((chosen >> i & 1) == 1 && (chosen >> j & 1) == 0)
                        u += all[i] > all[j] ? 1 : all[i] == all[j] ? 0.5 : 0;
                }
            }
            return Math.Abs(u - middle);
        }

        var seen = Distance((1u << first.Length) - 1);
        int far = 0, total = 0;
        for (uint chosen = 0; chosen < 1u << all.Length; chosen++)
        {
            if (BitOperations.PopCount(chosen) != first.Length)
                continue;
            total++;
            far += Distance(chosen) >= seen - 1e-9 ? 1 : 0;
        }
        return far / (double)total;
    }

    /// <summary>f(n, m, u) = f(n − 1, m, u − m) + f(n, m − 1, u), the recurrence of the paper of 1947.</summary>
    private static double ByRecurrence(int n, int m, int u)
    {
        var counts = new Dictionary<(int, int), double[]>();
        double[] Of(int a, int b)
        {
            if (counts.TryGetValue((a, b), out var known))
                return known;
            var count = new double[a * b + 1];
            if (a == 0 || b == 0)
                count[0] = 1;
            else
            {
                for (var x = 0; x <= a * b; x++)
                    count[x] = (x >= b ? Of(a - 1, b)[x - b] : 0) + (x <= a * (b - 1) ? Of(a, b - 1)[x] : 0);
            }
            return counts[(a, b)] = count;
        }

        var all = Of(n, m);
        var tail = Math.Min(u, n * m - u);
        return Math.Min(1, 2 * all.Take(tail + 1).Sum() / all.Sum());
    }
}
