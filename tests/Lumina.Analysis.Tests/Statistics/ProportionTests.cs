using System.Numerics;
using CsCheck;
using Lumina.Analysis.Statistics;

namespace Lumina.Analysis.Tests.Statistics;

public sealed class ProportionTests
{
    private static readonly Gen<Proportion> Small = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 40]).Select((of, hits) => new Proportion(Math.Min(hits, of), of));

    private static readonly Gen<Proportion> Large = Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 100_000]).Select((of, hits) => new Proportion(hits % (of + 1), of));

    /// <summary>Published cases: Fisher's lady tasting tea (3 of 4 against 1 of 4), and the dieters of the usual textbook example (1 of 12 against 9 of 12).</summary>
    [Theory]
    [InlineData(3, 4, 1, 4, 0.4857142857)]
    [InlineData(1, 12, 9, 12, 0.0027594561)]
    public void Small_counts_have_the_published_exact_p_value(long hits, long of, long otherHits, long otherOf, double expected)
    {
        var test = TwoProportions.Test(new(hits, of), new(otherHits, otherOf));
        Assert.True(test.IsExact);
        Assert.Equal(expected, test.PValue, 1e-9);
    }

    /// <summary>The pooled z test, worked out by another program (Python's math.erfc).</summary>
    [Theory]
    [InlineData(45, 100, 30, 100, 0.02845973691631057)]
    [InlineData(120, 2000, 90, 2500, 0.0001489357761718083)]
    public void Large_counts_have_the_p_value_of_the_pooled_test(long hits, long of, long otherHits, long otherOf, double expected)
    {
        var test = TwoProportions.Test(new(hits, of), new(otherHits, otherOf));
        Assert.False(test.IsExact);
        Assert.Equal(expected, test.PValue, 1e-9);
    }

    [Fact]
    public void The_exact_p_value_is_that_of_all_tables_counted_in_whole_numbers() => Gen.Select(Small, Small).Sample((first, second) =>
    {
        var test = TwoProportions.Test(first, second);
        if (test.IsExact)
            Assert.Equal(ByCounting(first, second), test.PValue, 1e-9);
    }, iter: 1000);

    [Fact]
    public void Which_comes_first_makes_no_difference_nor_does_it_whether_hits_or_misses_are_counted() => Gen.Select(Large, Large).Sample((first, second) =>
    {
        var p = TwoProportions.Test(first, second).PValue;
        Assert.InRange(p, 0, 1);
        Assert.Equal(p, TwoProportions.Test(second, first).PValue, 1e-9);
        Assert.Equal(p, TwoProportions.Test(new(first.Of - first.Hits, first.Of), new(second.Of - second.Hits, second.Of)).PValue, 1e-9);
    }, iter: 300);

    [Fact]
    public void Equal_shares_are_no_difference() => Large.Sample(one => Assert.Equal(1, TwoProportions.Test(one, one).PValue, 6), iter: 300);

    [Fact]
    public void A_greater_difference_is_less_likely_chance() => Gen.Int[0, 90].Sample(hits =>
        Assert.True(TwoProportions.Test(new(5 + hits, 1000), new(5, 1000)).PValue >= TwoProportions.Test(new(15 + hits, 1000), new(5, 1000)).PValue));

    [Fact]
    public void The_bound_of_a_proportion_is_tested_by_the_sum_of_the_binomial_distribution() => Gen.Select(Small, Gen.Int[1, 99]).Sample((seen, percent) =>
    {
        double Chance(long k) => (double)Choose(seen.Of, k) * Math.Pow(percent / 100.0, k) * Math.Pow(1 - percent / 100.0, seen.Of - k);
        Assert.Equal(Enumerable.Range(0, (int)seen.Of + 1).Where(k => k >= seen.Hits).Sum(k => Chance(k)), BinomialTest.AtLeast(seen, percent / 100.0), 1e-9);
        Assert.Equal(Enumerable.Range(0, (int)seen.Of + 1).Where(k => k <= seen.Hits).Sum(k => Chance(k)), BinomialTest.AtMost(seen, percent / 100.0), 1e-9);
    }, iter: 500);

    [Fact]
    public void Bounds_of_nothing_and_of_everything_are_exact()
    {
        Assert.Equal((0.0, 1.0, 1.0), (BinomialTest.AtLeast(new(1, 100), 0), BinomialTest.AtLeast(new(0, 100), 0), BinomialTest.AtLeast(new(100, 100), 1)));
        Assert.Throws<ArgumentException>(() => TwoProportions.Test(new(0, 0), new(1, 2)));
    }

    private static double ByCounting(Proportion first, Proportion second)
    {
        long hits = first.Hits + second.Hits, all = first.Of + second.Of;
        BigInteger Tables(long x) => Choose(hits, x) * Choose(all - hits, first.Of - x);
        var seen = Tables(first.Hits);
        BigInteger sum = 0;
        for (var x = Math.Max(0, hits - second.Of); x <= Math.Min(hits, first.Of); x++)
            sum += Tables(x) <= seen ? Tables(x) : 0;
        return (double)sum / (double)Choose(all, first.Of);
    }

    private static BigInteger Choose(long n, long k)
    {
        if (k < 0 || k > n)
            return 0;
        BigInteger value = 1;
        for (var i = 1; i <= k; i++)
            value = value * (n - k + i) / i;
        return value;
    }
}
