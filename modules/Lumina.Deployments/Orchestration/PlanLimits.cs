using System.Collections.Immutable;
using Lumina.Deployments.Environments;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Orchestration;

/// <summary>Something that a plan can say and a deployment can't carry out yet.</summary>
public enum PlanLimit
{
    /// <summary>A number of instances that follows the load.</summary>
    Scale,

    /// <summary>A limit for what an instance may use.</summary>
    Resources,

    /// <summary>Instances of the revision before are to be kept, by a strategy that replaces them one by one.</summary>
    KeepPrevious,

    /// <summary>A time zone of a freeze, of which this machine has no rules.</summary>
    TimeZone,

    /// <summary>A time for which the plan has to have run elsewhere.</summary>
    Soak,

    /// <summary>Infrastructure that has to be applied first.</summary>
    Infrastructure,
}

/// <summary>What can't be carried out, and of what.</summary>
/// <param name="Limit">What.</param>
/// <param name="Of">The component, the environment or the infrastructure, by its name.</param>
public sealed record BeyondLimit(PlanLimit Limit, string Of)
{
    /// <summary>For a person: <c>the strategy of 'web'</c>.</summary>
    public override string ToString() => Limit switch
    {
        PlanLimit.KeepPrevious => "the keep_previous",
        PlanLimit.Infrastructure => "the infrastructure",
        PlanLimit.TimeZone => "the time zone of a freeze",
        _ => "the " + Limit.ToString().ToLowerInvariant(),
    } + $" of '{Of}'";
}

/// <summary>What of a plan deployments can't carry out yet. Such a plan is refused: leaving it out silently would be worse.</summary>
public static class PlanLimits
{
    public static ImmutableArray<BeyondLimit> Find(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. Of(plan.Environment), .. plan.Infrastructure.Select(i => new BeyondLimit(PlanLimit.Infrastructure, i.Name)), .. plan.Components.SelectMany(Of)];
    }

    private static IEnumerable<BeyondLimit> Of(EnvironmentSpec environment) => Named(environment.Name,
        (PlanLimit.Soak, environment.Soak > TimeSpan.Zero),
        (PlanLimit.TimeZone, !environment.Freezes.IsDefaultOrEmpty && environment.Freezes.Any(f => !Freeze.IsKnown(f))));

    private static IEnumerable<BeyondLimit> Of(ComponentSpec component) => Named(component.Name,
        (PlanLimit.Scale, component.Scale is not null),
        (PlanLimit.Resources, component.Resources is { Cpu: not null } or { Memory: not null }),
        (PlanLimit.KeepPrevious, component.Rollback.KeepPrevious > TimeSpan.Zero && component.Strategy is (RollingSpec or RecreateSpec)));

    private static IEnumerable<BeyondLimit> Named(string name, params (PlanLimit Limit, bool IsThere)[] limits) =>
        limits.Where(l => l.IsThere).Select(l => new BeyondLimit(l.Limit, name));
}
