using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>How a component is rolled out, scaled and taken back: what differs there is done to the instances that run.</summary>
internal sealed partial class SpecDifference
{
    private bool AddRollout(ComponentSpec before, ComponentSpec after) =>
        Add("replicas", before.Replicas, after.Replicas)
        | AddStrategy(before.Strategy, after.Strategy)
        | Add("rollback scope", Text(before.Rollback.Scope), Text(after.Rollback.Scope))
        | Add("rollback within", before.Rollback.Within, after.Rollback.Within)
        | Add("rollback keep_previous", before.Rollback.KeepPrevious, after.Rollback.KeepPrevious)
        | AddScale(before.Scale, after.Scale)
        | AddDependencies(before.DependsOn, after.DependsOn);

    private bool AddScale(ScaleSpec? before, ScaleSpec? after) =>
        Add("scale min", Text(before?.Min), Text(after?.Min))
        | Add("scale max", Text(before?.Max), Text(after?.Max))
        | Add("scale cpu", before is null ? null : before.Cpu + "%", after is null ? null : after.Cpu + "%");

    private bool AddStrategy(StrategySpec before, StrategySpec after) =>
        Add("strategy", Text(before), Text(after))
        | (before, after) switch
        {
            (RollingSpec one, RollingSpec other) => AddRolling(one, other),
            (CanarySpec one, CanarySpec other) => AddCanary(one, other),
            (BlueGreenSpec one, BlueGreenSpec other) => AddBlueGreen(one, other),
            _ => false,
        }
        | Add("strategy deadline", before.Deadline, after.Deadline)
        | Add("strategy min_ready", before.MinReady, after.MinReady);

    private bool AddRolling(RollingSpec before, RollingSpec after) =>
        Add("strategy batch", before.Batch.ToString(), after.Batch.ToString())
        | Add("strategy max_surge", before.MaxSurge.ToString(), after.MaxSurge.ToString())
        | Add("strategy max_unavailable", before.MaxUnavailable.ToString(), after.MaxUnavailable.ToString());

    private bool AddCanary(CanarySpec before, CanarySpec after)
    {
        var any = Add("strategy steps", Text(before.Steps), Text(after.Steps))
            | Add("strategy no_data", Text(before.NoData), Text(after.NoData))
            | Add("strategy inconclusive", Text(before.Inconclusive), Text(after.Inconclusive))
            | Add("strategy score", CheckText.Of(before.Score), CheckText.Of(after.Score));
        foreach (var name in before.Checks.Concat(after.Checks).Select(check => check.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            any |= Add($"strategy check {name}", CheckText.Of(before.Checks.FirstOrDefault(c => c.Name == name)), CheckText.Of(after.Checks.FirstOrDefault(c => c.Name == name)));
        return any;
    }

    private bool AddBlueGreen(BlueGreenSpec before, BlueGreenSpec after) =>
        Add("strategy switch", Text(before.Switch), Text(after.Switch))
        | Add("strategy verify", Text(before.Verify), Text(after.Verify))
        | (before.Verify is not null && after.Verify is not null && Add("strategy verify timeout", before.Verify.Timeout, after.Verify.Timeout));

    private static string Text(IEnumerable<CanaryStep> steps) =>
        string.Join(", ", steps.Select(s => PlanNotation.Of(s.Weight) + "%" + (s.For is { } lasts ? " for " + PlanNotation.Of(lasts) : "")));

    private static string? Text(VerifySpec? verify) => verify?.Kind switch
    {
        null => null,
        VerifyKind.Http => "http " + verify.Path,
        _ => "command " + PlanNotation.Of(verify.Command),
    };

    private static string Text(NoDataMode mode) => mode switch { NoDataMode.Pass => "pass", NoDataMode.Wait => "wait", _ => "fail" };

    private static string Text(InconclusiveMode mode) => mode == InconclusiveMode.Fail ? "fail" : "pause";

    private static string Text(SwitchMode mode) => mode == SwitchMode.Approved ? "approved" : "automatic";

    private static string Text(RollbackScope scope) => scope switch
    {
        RollbackScope.Component => "component",
        RollbackScope.Dependents => "dependents",
        _ => "all",
    };

    private static string Text(StrategySpec strategy) => strategy switch
    {
        RollingSpec => "rolling",
        CanarySpec => "canary",
        BlueGreenSpec => "blue-green",
        RecreateSpec => "recreate",
        _ => strategy.GetType().Name,
    };
}
