using Lumina.Deployments.Components;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Targets;
using Lumina.Policy;

namespace Lumina.Deployments.Tests.Deciding;

/// <summary>Policy of steps that says what a test wants.</summary>
internal sealed class ScriptedSteps : IStepPolicy
{
    private readonly TestGroups _groups = new();

    /// <summary>What is said before a step; nobody is asked without it.</summary>
    public Func<int, PolicyVerdict>? Says { get; set; }

    /// <summary>Whether answers do not come.</summary>
    public bool IsSlow { get; set; }

    /// <summary>What every question ends in; null for an answer.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The steps that were asked about, in order.</summary>
    public List<int> Asked { get; } = [];

    public bool IsSetUp => Says is not null;

    public Task<StepAnswer> AskAsync(ComponentKey component, Rollout rollout, int next, CancellationToken cancellationToken)
    {
        Asked.Add(next);
        if (IsSlow)
            return new TaskCompletionSource<StepAnswer>().Task;
        if (Fault is not null)
            return Task.FromException<StepAnswer>(Fault);
        var verdict = Says!(next);
        var check = new PolicyCheck(PolicyMoment.Step, verdict.IsDenied ? 1 : 0, verdict.Approvals.Count(), 0, 0, verdict.Versions, null, null, 0);
        return Task.FromResult(new StepAnswer(new PolicyAnswer(check, verdict), "tester"));
    }

    public bool IsAgreed(StepAnswer answer, ApprovalWait? wait) => Approvals.AreMet(Approvals.Of(answer.Said.Verdict).Needs, wait?.By ?? [], answer.Asker, _groups);
}
