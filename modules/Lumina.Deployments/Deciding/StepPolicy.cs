using System.Collections.Concurrent;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>
/// Puts the question about a step together from the component's own record, so that what it costs does not grow with the plan: plan and changes have that
/// one component in them. Of the plan itself only the environment is read, and kept.
/// </summary>
internal sealed class StepPolicy(PolicyQuestions questions, IJournal journal, IDocumentStore documents, IApproverGroups groups, TimeProvider time) : IStepPolicy
{
    private const int MostPlans = 64;

    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);

    public bool IsSetUp => questions.IsSetUp;

    public async Task<StepAnswer> AskAsync(ComponentKey component, Rollout rollout, int next, CancellationToken cancellationToken)
    {
        var deployment = DeploymentStreams.ReadDeployment(await journal.ReadHeadAsync(rollout.Deployment, cancellationToken));
        var to = rollout.To ?? throw new InvalidOperationException("A removal has no steps.");
        var plan = await PlanOfAsync(deployment, to.Spec, cancellationToken) with { Components = [to.Spec] };
        RunningComponent[] running = rollout.From is { Revision: var from } ? [new RunningComponent(from.Number, from.Spec, from.Directory)] : [];
        var request = new PolicyRequest
        {
            Moment = PolicyMoment.Step,
            Plan = plan,
            Changes = ChangePlanner.Compare(plan, to.Directory, running),
            Running = PolicyQuestions.SpecsOf(running),
            Deployment = new DeploymentFacts
            {
                Id = deployment.Id,
                Kind = deployment.Intent.Kind.ToString().ToLowerInvariant(),
                Actor = deployment.Actor,
                Reason = deployment.Comment,
                ApprovedBy = [.. (rollout.Approval is { } wait && wait.For == StepDecisionFold.NameOf(next) ? wait : deployment.Approval)?.By ?? []],
            },
            Now = time.GetUtcNow(),
            Step = new StepFacts(component.Component, next, rollout.Steps, WeightOf(rollout, next), to.Number),
        };
        var began = time.GetTimestamp();
        var earlier = rollout.PolicyVersions ?? deployment.PolicyVersions ?? new Dictionary<string, string>();
        var verdict = await questions.AskAsync(request, earlier, cancellationToken);
        return new StepAnswer(await questions.KeepAsync(PolicyMoment.Step, verdict, time.GetElapsedTime(began), cancellationToken), deployment.Actor);
    }

    public bool IsAgreed(StepAnswer answer, ApprovalWait? wait) =>
        Approvals.AreMet(Approvals.Of(answer.Said.Verdict).Needs, wait?.By ?? [], answer.Asker, groups);

    /// <summary>The share of the traffic as the plan has it.</summary>
    private static decimal? WeightOf(Rollout rollout, int step) => StrategyChoice.Of(rollout) switch
    {
        Canary canary => step <= canary.Stages.Length ? canary.Stages[step - 1].Weight : 100,
        BlueGreen blueGreen => step >= blueGreen.Steps ? 100 : 0,
        _ => null,
    };

    private async Task<Plan> PlanOfAsync(DeploymentState deployment, ComponentSpec wanted, CancellationToken cancellationToken)
    {
        if (deployment.Intent.PlanDigest is not { } digest)
            return Without(deployment, wanted);
        if (_plans.TryGetValue(digest, out var known))
            return known;
        if (await documents.GetAsync(digest, cancellationToken) is not { } document)
            return Without(deployment, wanted);
        var plan = PlanJson.ReadPlan(document.Span) with { Components = [] };
        if (_plans.Count >= MostPlans)
            _plans.Clear();
        return _plans[digest] = plan;
    }

    private static Plan Without(DeploymentState deployment, ComponentSpec wanted) => new()
    {
        Name = deployment.Intent.Plan,
        Version = deployment.Intent.Version,
        Environment = new EnvironmentSpec { Name = deployment.Intent.Environment, Target = wanted.Target },
        Components = [],
    };
}
