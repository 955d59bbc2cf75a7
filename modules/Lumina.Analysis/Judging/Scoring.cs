using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>What a check counts in a score.</summary>
/// <param name="Check">The check.</param>
/// <param name="Label"><c>Pass</c>, <c>High</c>, <c>Low</c>, <c>NoData</c>, or <c>Failed</c> for one that lacks data that it must have.</param>
internal sealed record Classified(MetricCheck Check, ScoreLabel Label);

/// <summary>Kayenta's labels of metrics.</summary>
internal enum ScoreLabel
{
    Pass,
    High,
    Low,
    NoData,
    Failed,
}

/// <summary>
/// The score of Kayenta's judge (NetflixACAJudge, WeightedSumScorer): a group scores passes / (passes + highs + lows + failed) · 100; a group
/// without data scores 100; groups without a weight share what is left of 100 evenly; a critical check that does not pass, or data for at most half
/// of the checks, makes it 0.
/// </summary>
internal static class Scoring
{
    private const double MostWithoutData = 0.5;

    public static (double Score, string Evidence) Of(ScoreSpec spec, ImmutableArray<Classified> checks)
    {
        var counts = string.Join(", ", checks.Where(c => c.Label is not ScoreLabel.Pass).Select(c => $"{c.Check.Name} {Word(c.Label)}"));
        var passes = checks.Count(c => c.Label is ScoreLabel.Pass);
        var said = $"{passes} of {checks.Length} checks pass{(counts.Length == 0 ? "" : ": " + counts)}";
        if (checks.FirstOrDefault(c => c.Check.Critical && c.Label is not (ScoreLabel.Pass or ScoreLabel.NoData)) is { } critical)
            return (0, $"{critical.Check.Name} is critical, {said}");
        if (checks.Count(c => c.Label is ScoreLabel.NoData) >= MostWithoutData * checks.Length)
            return (0, $"half of the checks or more have no data, {said}");
        return (Weighted(spec, checks), said);
    }

    private static double Weighted(ScoreSpec spec, ImmutableArray<Classified> checks)
    {
        var groups = checks.GroupBy(c => c.Check.Group ?? "", StringComparer.Ordinal).ToList();
        var weights = spec.Groups.ToDictionary(g => g.Name, g => (double)g.Weight, StringComparer.Ordinal);
        var unweighted = groups.Count(g => !weights.ContainsKey(g.Key));
        var left = unweighted == 0 ? 0 : (100 - weights.Values.Sum()) / unweighted;
        // Weights that don't add up to 100 count for their part of what they add up to.
        var whole = groups.Sum(g => weights.GetValueOrDefault(g.Key, left));
        return whole <= 0 ? 0 : Math.Round(groups.Sum(g => ScoreOf(g) * weights.GetValueOrDefault(g.Key, left)) / whole, 2);
    }

    private static double ScoreOf(IEnumerable<Classified> group)
    {
        var counted = group.Where(c => c.Label is not ScoreLabel.NoData).ToList();
        return counted.Count == 0 ? 100 : 100.0 * counted.Count(c => c.Label is ScoreLabel.Pass) / counted.Count;
    }

    private static string Word(ScoreLabel label) => label switch
    {
        ScoreLabel.High => "high",
        ScoreLabel.Low => "low",
        ScoreLabel.NoData => "no data",
        _ => "failed",
    };
}
