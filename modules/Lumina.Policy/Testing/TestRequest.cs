using System.Collections.Immutable;
using Lumina.Language.Rules;
using Lumina.Planning.Changes;

namespace Lumina.Policy.Testing;

/// <summary>From what a test gives to what the engine is asked.</summary>
internal static class TestRequest
{
    private const string Removal = "remove";

    /// <param name="test">The test.</param>
    /// <param name="subject">What its rule is about: rules about steps are asked before a step, all others at the plan.</param>
    public static PolicyRequest Of(RuleTestSpec test, RuleSubject subject)
    {
        var step = subject is RuleSubject.Step ? test.Step : null;
        // As deployments have it: who takes away wants nothing, and before a step there is nothing but the component that it is of.
        var plan = test.Deployment.Kind is Removal ? test.Plan with { Components = [] }
            : step is not null ? test.Plan with { Components = [.. test.Plan.Components.Where(component => component.Name == step.Component)] }
            : test.Plan;
        var runs = step is null ? test.Running : test.Running.RemoveRange(test.Running.Keys.Where(name => name != step.Component));
        ImmutableArray<RunningComponent> running = [.. runs.Values.Select(spec => new RunningComponent(Revision: 1, spec, Directory: ""))];
        return new()
        {
            Moment = step is not null ? PolicyMoment.Step : PolicyMoment.Plan,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, directory: "", running),
            Running = runs,
            Deployment = new()
            {
                Id = test.Deployment.Id,
                Kind = test.Deployment.Kind,
                Actor = test.Deployment.Actor,
                Reason = test.Deployment.Reason,
                ApprovedBy = test.Deployment.ApprovedBy,
            },
            Now = test.Now.ToUniversalTime(),
            Step = step is null ? null : new(step.Component, step.Number, step.Of, step.Weight, step.Revision),
        };
    }
}
