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
        // As deployments have it: who takes away wants nothing.
        var plan = test.Deployment.Kind is Removal ? test.Plan with { Components = [] } : test.Plan;
        ImmutableArray<RunningComponent> running = [.. test.Running.Values.Select(spec => new RunningComponent(Revision: 1, spec, Directory: ""))];
        var isStep = subject is RuleSubject.Step && test.Step is not null;
        return new()
        {
            Moment = isStep ? PolicyMoment.Step : PolicyMoment.Plan,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, directory: "", running),
            Running = test.Running,
            Deployment = new()
            {
                Id = test.Deployment.Id,
                Kind = test.Deployment.Kind,
                Actor = test.Deployment.Actor,
                Reason = test.Deployment.Reason,
                ApprovedBy = test.Deployment.ApprovedBy,
            },
            Now = test.Now.ToUniversalTime(),
            Step = isStep && test.Step is { } step ? new(step.Component, step.Number, step.Of, step.Weight, step.Revision) : null,
        };
    }
}
