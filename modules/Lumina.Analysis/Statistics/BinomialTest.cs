using MathNet.Numerics;

namespace Lumina.Analysis.Statistics;

/// <summary>Whether a proportion is beyond a bound, exactly, one-sided (C. J. Clopper, E. S. Pearson, Biometrika 26, 1934).</summary>
public static class BinomialTest
{
    /// <summary>How likely as many hits or more are when each of them has the chance <paramref name="bound"/>: Iₚ(k, n − k + 1).</summary>
    /// <param name="seen">What was counted.</param>
    /// <param name="bound">0 to 1.</param>
    public static double AtLeast(Proportion seen, double bound) => seen.Hits == 0 ? 1 : bound <= 0 ? 0 : bound >= 1 ? 1
        : SpecialFunctions.BetaRegularized(seen.Hits, seen.Of - seen.Hits + 1.0, bound);

    /// <summary>How likely as many hits or fewer are.</summary>
    /// <inheritdoc cref="AtLeast"/>
    public static double AtMost(Proportion seen, double bound) => AtLeast(new Proportion(seen.Of - seen.Hits, seen.Of), 1 - bound);
}
