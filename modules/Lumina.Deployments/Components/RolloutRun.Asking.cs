using Lumina.Deployments.Deciding;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>
/// Between two steps policy is asked, and people where it wants them. The question is on its way while the rollout goes on being looked after: a new
/// revision that falls ill is noticed as at any other time. After a crash it is asked again.
/// </summary>
internal sealed partial class RolloutRun
{
    private (int Step, ApprovalWait? Wait, Task<StepAnswer> Answer)? _question;

    private async Task<Advance> NextStepAsync(Rollout rollout, bool held, Observation observation, RevisionSpec to, CancellationToken cancellationToken)
    {
        var next = rollout.Full ? rollout.Steps : rollout.Step + 1;
        // To go back nobody is asked.
        if (rollout.Back || !examination.Steps.IsSetUp)
            return held ? Idle() : Progress(new StepStarted(next, Now));
        var wait = rollout.Approval is { } before && before.For == StepDecisionFold.NameOf(next) ? before : null;
        if (wait is { IsComplete: false })
        {
            return Now >= wait.Until
                ? Advance.Happened(new RolloutFailed(new Failure($"Before {wait.For}: {Approvals.Expired(wait)}") { By = Notice.Policy }, Now))
                : await StandAsync(rollout, observation, to, wait.Until - Now, cancellationToken);
        }
        if (held)
        {
            // What was said before a pause is of no use after it.
            _question = null;
            return await StandAsync(rollout, observation, to, null, cancellationToken);
        }
        if (_question is not { } asked || asked.Step != next || asked.Wait != wait)
        {
            _poll = FirstPoll;
            _question = asked = (next, wait, examination.Steps.AskAsync(component, rollout, next, cancellationToken));
        }
        if (!asked.Answer.IsCompleted)
            return await StandAsync(rollout, observation, to, null, cancellationToken);
        _question = null;
        return Follow(next, wait, await asked.Answer);
    }

    private Advance Follow(int next, ApprovalWait? wait, StepAnswer answer)
    {
        var verdict = answer.Said.Verdict;
        var decided = new StepDecided(next, answer.Said.Check, Now);
        if (verdict.IsDenied)
        {
            return Advance.Happened(decided, new RolloutFailed(
                new Failure(Refusals.Text(verdict, $"Policy does not let it begin {StepDecisionFold.NameOf(next)} of its rollout.")) { By = Notice.Policy }, Now));
        }
        _poll = FirstPoll;
        _agreed = null;
        var (needs, within) = Approvals.Of(verdict);
        return examination.Steps.IsAgreed(answer, wait)
            ? Advance.Happened(decided, new StepStarted(next, Now))
            : Advance.Happened(decided, new StepApprovalWanted(next, answer.Asker, needs, Now + within, Now));
    }

    /// <summary>Nothing is expected to get ahead, and the new revision has to stay well.</summary>
    private async Task<Advance> StandAsync(Rollout rollout, Observation observation, RevisionSpec to, TimeSpan? atMost, CancellationToken cancellationToken)
    {
        BePatient(rollout);
        return await FailureOfAsync(rollout, observation, to, cancellationToken) ?? Idle(atMost);
    }
}
