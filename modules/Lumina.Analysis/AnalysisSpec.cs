using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Analysis;

/// <summary>What is measured during a rollout and what must hold.</summary>
/// <param name="Checks">Each with a name of its own.</param>
/// <param name="NoData">What a check without data means at the end.</param>
/// <param name="Inconclusive">What it means when the checks say neither yes nor no at the end.</param>
/// <param name="Score">How checks are weighed; null when each of them must hold.</param>
public sealed record AnalysisSpec(ImmutableArray<MetricCheck> Checks, NoDataMode NoData, InconclusiveMode Inconclusive, ScoreSpec? Score)
{
    /// <summary>What a canary asks for, of each step or of the whole rollout. A score is one of the checks that are looked at together.</summary>
    public static AnalysisSpec Of(CanarySpec canary, CheckSpan over)
    {
        ArgumentNullException.ThrowIfNull(canary);
        return new([.. canary.Checks.Where(check => check.Over == over)], canary.NoData, canary.Inconclusive, canary.Score);
    }
}
