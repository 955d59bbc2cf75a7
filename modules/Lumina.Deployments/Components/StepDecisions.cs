using Lumina.Deployments.Deciding;

namespace Lumina.Deployments.Components;

/// <summary>Policy was asked whether a step may begin.</summary>
/// <param name="Step">Which, from 1.</param>
/// <param name="Check">What came of it.</param>
/// <param name="At">When.</param>
public sealed record StepDecided(int Step, PolicyCheck Check, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "policy-decided";

    internal override string Type => Name;
}

/// <summary>People have to agree before a step begins; the rollout holds before it.</summary>
/// <param name="Step">Which, from 1.</param>
/// <param name="Asker">Who wants the deployment.</param>
/// <param name="Needs">Who has to agree.</param>
/// <param name="Until">Until when there is time for it; then the rollout fails.</param>
/// <param name="At">When.</param>
public sealed record StepApprovalWanted(int Step, string Asker, IReadOnlyList<ApprovalNeed> Needs, DateTimeOffset Until, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-approval-wanted";

    internal override string Type => Name;
}

/// <summary>Somebody agrees to the step.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Comment">What that one says to it.</param>
/// <param name="As">For whom of those that were named.</param>
/// <param name="Complete">Whether nobody else has to agree.</param>
/// <param name="At">When.</param>
public sealed record StepApproved(string Actor, string? Comment, IReadOnlyList<string> As, bool Complete, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-approved";

    internal override string Type => Name;
}

/// <summary>Somebody says no: the rollout fails.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
/// <param name="At">When.</param>
public sealed record StepRejected(string Actor, string? Comment, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-rejected";

    internal override string Type => Name;
}

/// <summary>The part of the fold that is about policy and people.</summary>
internal static class StepDecisionFold
{
    public static Rollout Apply(Rollout rollout, ComponentEvent happened) => happened switch
    {
        StepDecided e => rollout with { PolicyVersions = e.Check.Versions },
        StepApprovalWanted e => rollout with { Approval = ApprovalWait.Next(rollout.Approval, NameOf(e.Step), e.Asker, e.Needs, e.At, e.Until) },
        StepApproved e => rollout with { Approval = rollout.Approval?.With(new Agreement(e.Actor, e.Comment, e.As, e.At), e.Complete) },
        StepRejected => rollout,
        _ => throw new NotSupportedException($"A newer program wrote '{happened.Type}'; this one does not know it."),
    };

    /// <summary>What people agree to.</summary>
    public static string NameOf(int step) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"step {step}");
}

/// <summary>What follows from the word of somebody who was asked to agree to a step. Functions, nothing else.</summary>
internal static class StepApprovals
{
    public static StepDecision Decide(ComponentState state, StepApproval word, IApproverGroups groups, DateTimeOffset now)
    {
        if (state.Rollout is not { Phase: RolloutPhase.RollingOut, Approval: { } wait } rollout || rollout.Deployment != word.Deployment)
            return StepDecision.Refuse("Nobody has to agree to anything of it now.");
        if (Approvals.IsPast(wait, word.For) is { } past)
            return new StepDecision([], past);
        if (!word.Agrees)
        {
            return Approvals.CannotReject(wait, word.Actor, groups) is { } refused ? new StepDecision([], refused)
                : new StepDecision(
                    [
                        new StepRejected(word.Actor, word.Comment, now),
                        new RolloutFailed(new Failure($"Before {wait.For}: {Approvals.Rejected(word.Actor, word.Comment)}") { By = Notice.Policy }, now),
                    ],
                    StepDecision.Nothing.Answer);
        }
        var (agreement, complete, answer) = Approvals.Agree(wait, word.Actor, word.Comment, groups, now);
        return new StepDecision(agreement is null ? [] : [new StepApproved(agreement.Actor, agreement.Comment, agreement.As, complete, now)], answer);
    }
}
