using Lumina.Deployments.Deciding;
using Lumina.Deployments.Targets;
using Lumina.Journal;

namespace Lumina.Deployments.Components;

/// <summary>
/// Between two steps policy is asked, and people where it wants them. The question is on its way while the rollout goes on being looked after: a new
/// revision that falls ill is noticed as at any other time. After a crash it is asked again.
/// </summary>
internal sealed partial class RolloutRun
{
    /// <summary>How long a question that ends in a fault is asked again. A fault that stays is a bug, or something that somebody has to mend.</summary>
    private static readonly TimeSpan LongestFaults = TimeSpan.FromMinutes(2);

    private const int MostOfFault = 300;

    private (int Step, ApprovalWait? Wait, Task<StepAnswer> Answer)? _question;

    // Elapsed time, as for all patience.
    private (int Step, long At)? _faultySince;

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
            (_question, _faultySince) = (null, null);
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
        if (asked.Answer.Exception?.InnerException is { } fault and not JournalUnavailableException && StaysFaulty(next))
        {
            return Advance.Happened(new RolloutFailed(
                new Failure($"Policy could not be asked about {StepDecisionFold.NameOf(next)} for {Evidence.Text(LongestFaults)}: {Approvals.Cut(fault.Message, MostOfFault)}") { By = Notice.Policy }, Now));
        }
        var answer = await asked.Answer;
        _faultySince = null;
        return Follow(next, wait, answer);
    }

    private bool StaysFaulty(int step)
    {
        if (_faultySince is not { } since || since.Step != step)
            _faultySince = since = (step, time.GetTimestamp());
        return time.GetElapsedTime(since.At) >= LongestFaults;
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
