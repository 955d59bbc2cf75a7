using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Strategies;

/// <summary>Which strategy a rollout goes by.</summary>
internal static class StrategyChoice
{
    public static IStrategy Of(Rollout rollout) => Of(
        rollout.To ?? throw new InvalidOperationException("A removal has no strategy."), rollout.From, rollout.InPlace, rollout.Back);

    /// <param name="to">What is wanted.</param>
    /// <param name="from">What runs; null when nothing does.</param>
    /// <param name="inPlace">Whether the instances stay.</param>
    /// <param name="back">Whether a person wants to go back: then no steps are waited for and nobody is asked.</param>
    public static IStrategy Of(RevisionSpec to, LiveRevision? from, bool inPlace, bool back)
    {
        var total = to.Spec.Replicas;
        if (inPlace)
            return Rolling.AtOnce(total, 0);
        if (to.Spec.Strategy is RecreateSpec)
            return new Recreate(total);
        if (from is null)
            return Rolling.AtOnce(total, 0);
        var keeps = Keeps(to, from, inPlace, back);
        return to.Spec.Strategy switch
        {
            RollingSpec rolling => Rolling.Of(rolling, total, from.Revision.Spec.Replicas),
            CanarySpec or BlueGreenSpec when back => BlueGreen.AtOnce(total),
            BlueGreenSpec blueGreen => BlueGreen.Of(blueGreen, total, keeps),
            CanarySpec canary => new Canary(total, canary.Steps, keeps),
            var other => throw new NotSupportedException($"There is no strategy {other.GetType().Name}."),
        };
    }

    /// <summary>Whether the revision before stays for a while when the new one is live.</summary>
    public static bool Keeps(RevisionSpec to, LiveRevision? from, bool inPlace, bool back) =>
        from is not null && !inPlace && !back && to.Spec.Strategy is CanarySpec or BlueGreenSpec && to.Spec.Rollback.KeepPrevious > TimeSpan.Zero;
}
