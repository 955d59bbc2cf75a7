using Lumina.Policy.Model;

namespace Lumina.Policy.Conditions;

/// <summary>A compiled where or when. What the kind of rule doesn't have is null, and the expression has no name for it.</summary>
internal delegate bool ConditionBody(
    PlanView plan, EnvironmentView environment, DeploymentView deployment, ClockView clock, ComponentView? component, ChangeView? change, StepView? step, Guard guard);

/// <summary>A compiled hole of a message.</summary>
internal delegate object? HoleBody(
    PlanView plan, EnvironmentView environment, DeploymentView deployment, ClockView clock, ComponentView? component, ChangeView? change, StepView? step, Guard guard);

/// <summary>What one question of a rule is about.</summary>
internal sealed record Asked(PolicyModel Model, string Text)
{
    public ComponentView? Component { get; init; }

    public ChangeView? Change { get; init; }

    public bool Holds(ConditionBody condition, Guard guard)
    {
        guard.Begin();
        return condition(Model.Plan, Model.Environment, Model.Deployment, Model.Clock, Component, Change, Model.Step, guard);
    }

    public object? ValueOf(HoleBody hole, Guard guard)
    {
        guard.Begin();
        return hole(Model.Plan, Model.Environment, Model.Deployment, Model.Clock, Component, Change, Model.Step, guard);
    }
}
