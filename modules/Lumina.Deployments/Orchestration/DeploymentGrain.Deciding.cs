using Lumina.Deployments.Components;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Lumina.Policy;

namespace Lumina.Deployments.Orchestration;

/// <summary>What policy and people have to say before it begins. Both are asked when its turn has come; while people are waited for it has none, so that others go on.</summary>
internal sealed partial class DeploymentGrain
{
    private static readonly IReadOnlyDictionary<string, string> NeverAsked = new Dictionary<string, string>();

    private Task? _beginning;
    private bool _hasGivenTurnBack;

    public async Task<ControlAnswer> DecideAsync(ApprovalCommand command)
    {
        if (!Stream.Exists)
            return new ControlAnswer(ControlReply.NotFound, null);
        if (State.Status == DeploymentStatus.AwaitingApproval && command.Component is not null)
            return new ControlAnswer(ControlReply.WrongState, "All of it waits, and not one component: leave its name out.");
        if (State.Status == DeploymentStatus.AwaitingApproval)
            return await (command.Agrees ? AgreeAsync(command) : RejectAsync(command));
        if (State.Status == DeploymentStatus.Queued && State.Approval is { IsComplete: true } done && command.Agrees && done.By.Contains(command.Actor))
            return new ControlAnswer(ControlReply.Done, null);
        return State.Status is DeploymentStatus.Running or DeploymentStatus.Paused or DeploymentStatus.RollingBack
            ? await DecideStepsAsync(command)
            : new ControlAnswer(ControlReply.WrongState, State.HasEnded ? "It has ended." : "Nobody has to agree to it now.");
    }

    private async Task<ControlAnswer> AgreeAsync(ApprovalCommand command)
    {
        var answer = new ControlAnswer(ControlReply.WrongState, "Nobody has to agree to it now.");
        await RecordAsync(state =>
        {
            if (state is not { Status: DeploymentStatus.AwaitingApproval, Approval: { } wait })
                return [];
            if (Approvals.IsPast(wait, command.For) is { } past)
            {
                answer = past;
                return [];
            }
            (var agreement, var complete, answer) = Approvals.Agree(wait, command.Actor, command.Comment, groups, Now);
            return agreement is null ? [] : [new ApprovalGiven(agreement.Actor, agreement.Comment, agreement.As, complete, Now)];
        });
        // Once all have agreed it asks for its turn.
        Watch();
        return answer;
    }

    private async Task<ControlAnswer> RejectAsync(ApprovalCommand command)
    {
        var answer = new ControlAnswer(ControlReply.WrongState, "Nobody has to agree to it now.");
        await RecordAsync(state =>
        {
            if (state is not { Status: DeploymentStatus.AwaitingApproval, Approval: { } wait })
                return [];
            answer = Approvals.IsPast(wait, command.For) ?? Approvals.CannotReject(wait, command.Actor, groups) ?? new ControlAnswer(ControlReply.Done, null);
            return answer.Reply != ControlReply.Done ? []
                : [
                    new ApprovalRejected(command.Actor, command.Comment, Now),
                    new DeploymentEnded(DeploymentStatus.Rejected, Approvals.Rejected(command.Actor, command.Comment), Now),
                ];
        });
        Watch();
        return answer;
    }

    /// <summary>The components that wait for people before a step decide and record it.</summary>
    private async Task<ControlAnswer> DecideStepsAsync(ApprovalCommand command)
    {
        ControlAnswer? refused = null;
        var done = false;
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(State.Intent.Environment, State.Intent.Plan)))
        {
            var name = Streams.ComponentOf(head.Stream).Component;
            if ((command.Component is { } only && only != name) || DeploymentStreams.ReadComponent(head).Rollout is not { IsOpen: true, Approval: not null } rollout || rollout.Deployment != Id)
                continue;
            var answer = await GrainFactory.GetGrain<IComponentGrain>(head.Stream).DecideAsync(new StepApproval(Id, command.Agrees, command.Actor, command.Comment, command.For));
            done |= answer.Reply == ControlReply.Done;
            if (answer.Reply != ControlReply.Done)
                refused ??= answer with { Reason = $"{name}: {answer.Reason}" };
        }
        return done ? new ControlAnswer(ControlReply.Done, null)
            : refused ?? new ControlAnswer(ControlReply.WrongState, "Nobody has to agree to anything of it now.");
    }

    /// <summary>Looks whether the time is over, and sees to it that others have the turn.</summary>
    private async Task AwaitPeopleAsync()
    {
        if (!_hasGivenTurnBack)
        {
            // The word that it needs the turn no longer may have been lost with the host before.
            await Door.LeaveAsync(Id);
            _hasGivenTurnBack = true;
        }
        await RecordAsync(state => state is { Status: DeploymentStatus.AwaitingApproval, Approval: { } wait } && Now >= wait.Until
            ? [new DeploymentEnded(DeploymentStatus.Expired, Approvals.Expired(wait), Now)]
            : []);
        if (State.HasEnded)
            await CloseAsync();
    }

    /// <summary>It has its turn: what would change is looked at once more, and policy is asked about that.</summary>
    private async Task BeginAsync()
    {
        _hasGivenTurnBack = false;
        var planned = await planner.PlanAsync(State.Intent);
        // The turn stays ours meanwhile, and each sweep asks once more.
        if (planned.Fault == PlanningFault.TargetUnavailable)
            return;
        var refusal = planned.Changes is null ? planned.Reason
            : State.ExpectedChanges is not { } expected || expected == planned.Digest ? null
            : planned.Unknown is [var silent, ..] ? $"What would be done is not what was looked at, since the newest version of {silent.Component}, {silent.Path} can't be found out: {silent.Reason}."
            : planned.Plan?.Components.Any(component => component.SecretReferences().Any()) == true ? "What runs, or a secret's newest version, has changed since this was looked at."
            : "What runs has changed since this was looked at.";
        var answer = refusal is not null ? null : await AskAsync(State.Intent, planned, FactsOf(State), State.PolicyVersions ?? NeverAsked);
        var recorded = await RecordAsync(state => state.Status != DeploymentStatus.Queued ? []
            : refusal is not null ? [new DeploymentEnded(DeploymentStatus.Refused, refusal, Now)]
            : Opening.Of(state, state.Actor, planned.Digest!, planned.Changed, answer, groups, Now));
        _isFresh |= recorded;
        if (recorded && (State.HasEnded || State.Status == DeploymentStatus.AwaitingApproval))
            await GiveTurnBackAsync();
        Watch();
    }

    private async Task GiveTurnBackAsync()
    {
        await Door.LeaveAsync(Id);
        _hasGivenTurnBack = true;
    }

    /// <summary>Null when there is nobody to ask, or nothing to be asked about.</summary>
    private async Task<PolicyAnswer?> AskAsync(DeploymentIntent intent, PlannedChanges planned, DeploymentFacts facts, IReadOnlyDictionary<string, string> earlier)
    {
        if (!questions.Concern(intent) || planned.Changed == 0)
            return null;
        var began = time.GetTimestamp();
        var verdict = await questions.AskAsync(PolicyMoment.Start, intent, planned, facts, earlier);
        return await questions.KeepAsync(PolicyMoment.Start, verdict, time.GetElapsedTime(began));
    }

    private static DeploymentFacts FactsOf(DeploymentState state) => new()
    {
        Id = state.Id,
        Kind = KindOf(state.Intent),
        Actor = state.Actor,
        Reason = state.Comment,
        ApprovedBy = [.. state.Approval?.By ?? []],
    };

    private static string KindOf(DeploymentIntent intent) => intent.Kind.ToString().ToLowerInvariant();
}
