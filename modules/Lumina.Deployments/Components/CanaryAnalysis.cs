using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Strategies;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Components;

/// <summary>The analyses in the record of a canary: they begin when a step is held, and take what was measured. Functions, nothing else.</summary>
internal static class CanaryAnalysis
{
    /// <summary>A step is held: its analysis begins, and with the first one that of the whole rollout. What has begun stays as it is; in the record of an older
    /// program a step is held and nothing has begun.</summary>
    public static Rollout Begin(Rollout rollout)
    {
        if (CanaryOf(rollout) is not { } canary || rollout.HeldSince is not { } since)
            return rollout;
        return rollout with
        {
            StepAnalysis = rollout.StepAnalysis ?? Begin(canary, CheckSpan.Step, since),
            WholeAnalysis = rollout.WholeAnalysis ?? Begin(canary, CheckSpan.Rollout, since),
        };
    }

    public static Rollout Fold(Rollout rollout, Measured measured)
    {
        if (CanaryOf(rollout) is not { } canary)
            return rollout;
        rollout = Begin(rollout);
        CheckReading[] readings = [.. measured.Checks.Select(c => new CheckReading(c.Check, c.Reading))];
        AnalysisRun? Folded(AnalysisRun? run, CheckSpan over) =>
            run is null ? null : RolloutAnalysis.Fold(AnalysisSpec.Of(canary, over), run, [.. readings], measured.At);
        return rollout with { StepAnalysis = Folded(rollout.StepAnalysis, CheckSpan.Step), WholeAnalysis = Folded(rollout.WholeAnalysis, CheckSpan.Rollout) };
    }

    /// <summary>The canary that a rollout goes by, when it is one with checks; null for one that goes without steps: a creation, a way back.</summary>
    public static CanarySpec? CanaryOf(Rollout rollout) =>
        rollout.To is { Spec.Strategy: CanarySpec { Checks.IsDefaultOrEmpty: false } canary } && StrategyChoice.Of(rollout) is Canary ? canary : null;

    private static AnalysisRun? Begin(CanarySpec canary, CheckSpan over, DateTimeOffset at) =>
        canary.Checks.Any(check => check.Over == over) ? RolloutAnalysis.Begin(AnalysisSpec.Of(canary, over), at) : null;
}
