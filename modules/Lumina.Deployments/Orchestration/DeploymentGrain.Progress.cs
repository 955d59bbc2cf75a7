using System.Text.Json;
using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Orchestration;

/// <summary>How a deployment gets ahead; the other half is what it can be told.</summary>
internal sealed partial class DeploymentGrain
{
    /// <summary>Goes on, and keeps looking until it has ended.</summary>
    private void Watch()
    {
        if (_sweep is null)
            _sweep = this.RegisterGrainTimer(_ => SweepAsync(), new GrainTimerCreationOptions(TimeSpan.Zero, SweepEvery) { Interleave = true, KeepAlive = true });
        else
            _sweep.Change(TimeSpan.Zero, SweepEvery);
    }

    private async Task SweepAsync()
    {
        if (State.Status == DeploymentStatus.Queued)
        {
            // The word that it is our turn may have been lost.
            await AskForTurnAsync();
            return;
        }
        if (State.Status == DeploymentStatus.AwaitingApproval)
        {
            await AwaitPeopleAsync();
            return;
        }
        // First what is to be done at all, then who has to be asked again: a begin must not follow a turn back.
        await PumpAsync();
        var toAsk = _run is not { } run ? [] : _askAll ? [.. run.Board.In(NodeState.Active)] : run.Silent(time);
        _askAll = false;
        foreach (var node in toAsk)
            Send(node);
        NoticeIllAsync().Ignore();
    }

    /// <summary>Appends what is decided; an activation that finds itself overtaken ends.</summary>
    private async Task<bool> RecordAsync(Func<DeploymentState, IReadOnlyList<DeploymentRecord>> decide)
    {
        try
        {
            return await Stream.AppendAsync(decide);
        }
        catch (JournalConflictException conflict)
        {
            LogConflict(Id, conflict.Expected, conflict.Actual);
            DeactivateOnIdle();
            throw;
        }
        catch (JournalUnavailableException unavailable) when (unavailable.MayBeWritten)
        {
            // What is in memory may be behind the record: the next activation, which OpenDeployments wakes, reads what is there.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Brings the deployment as far as it can go now.</summary>
    private async Task PumpAsync()
    {
        _pumpAgain = true;
        if (_pumping)
            return;
        _pumping = true;
        try
        {
            while (_pumpAgain)
            {
                _pumpAgain = false;
                await PumpOnceAsync();
            }
        }
        catch (JournalConflictException)
        {
            // Another activation goes on.
        }
        catch (JournalUnavailableException unavailable)
        {
            // The next sweep tries again; nothing was decided.
            LogStoreUnavailable(Id, unavailable.Message);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            LogUnexpected(bug, Id);
        }
        finally
        {
            _pumping = false;
        }
    }

    private async Task PumpOnceAsync()
    {
        if (State.HasEnded || State.Status is DeploymentStatus.Queued or DeploymentStatus.AwaitingApproval)
        {
            await CloseAsync();
            return;
        }
        if ((_run ?? await LoadAsync()) is not { } run)
        {
            await RecordAsync(state => state.HasEnded ? [] : [new DeploymentEnded(
                DeploymentStatus.Failed, "What it was to do is not in the store any more. What it had changed until then stays as it is.", Now)]);
            await CloseAsync();
            return;
        }
        if (run.Board.Failure is { } failure && !State.IsTakingBack && State.Intent.Kind != DeploymentKind.Remove)
        {
            var component = run.NameOf(failure.Node);
            await RecordAsync(state => state.IsTakingBack
                ? []
                : [new DeploymentRollingBack(component, $"{component}: {failure.Reason}", Now) { Scope = run.ScopeOf(failure.Node) }]);
        }
        if (State.IsTakingBack)
            run.TurnBack(State);
        else if (State.Status == DeploymentStatus.Paused)
            return;

        // Taking back goes on in a freeze; what has come to its end may end.
        var mayBegin = run.Board.IsFinished || !(State.Status == DeploymentStatus.Running || State.TakesBackAPart) || !await KeepFreezeAsync();
        while ((mayBegin || run.Board.IsTurned) && run.Board.Active < State.Parallelism && run.Board.TryTake(out var node))
            Send(node);
        if (!run.Board.IsFinished)
            return;
        if (!run.Board.IsTurned && run.Board.Failure is null && await run.FindIllAsync(targets, journal) is { } ill)
        {
            run.Board.Fail(ill.Node, ill.Reason);
            _pumpAgain = true;
            return;
        }
        // A cancel may have come in while the last look was taken: then this is not the end yet.
        await RecordAsync(state => state.HasEnded || (state.IsTakingBack && !run.Board.IsTurned) ? [] : [run.Verdict(state, Now)]);
        _pumpAgain |= !State.HasEnded;
        await CloseAsync();
    }

    /// <summary>Reads what is to be done and how far it has come; null when the change set is not there.</summary>
    private async Task<DeploymentRun?> LoadAsync()
    {
        if (await changeSets.GetAsync(State.ChangeDigest) is not { } changes)
            return null;
        var graph = ChangeGraph.Of(changes);
        var run = _run = _isFresh ? DeploymentRun.Begin(State, changes, graph) : await DeploymentRun.LoadAsync(State, changes, graph, journal);
        _isFresh = false;
        if (State.IsTakingBack)
            run.TurnBack(State);
        foreach (var node in run.Board.In(NodeState.Active))
            Send(node);
        return run;
    }

    /// <summary>Tells a component what to do. The answer, or a later report, comes back through <see cref="Heard"/>.</summary>
    private void Send(int node)
    {
        var run = _run ?? throw new InvalidOperationException("Nothing is loaded.");
        run.Sent(node, time.GetTimestamp());
        SendAsync(run, node).Ignore();
    }

    private async Task SendAsync(DeploymentRun run, int node)
    {
        var grain = GrainFactory.GetGrain<IComponentGrain>(Streams.Of(run.KeyOf(node)));
        try
        {
            var turned = run.Board.IsBack(node);
            var at = Stream.Sequence;
            var answer = turned
                ? await grain.RestoreAsync(run.RestoreOrderFor(node, State))
                : await grain.BeginAsync(run.OrderFor(
                    node, held: IsHeld, back: State.Intent.Kind == DeploymentKind.Rollback, at));
            run.Answered(node);
            if (turned != run.Board.IsBack(node))
                return;
            switch (answer.Reply)
            {
                case RolloutReply.Ended when turned && answer.Phase is RolloutPhase.Live or RolloutPhase.Removed:
                    if (run.Keep(node))
                        PumpAsync().Ignore();
                    break;
                case RolloutReply.Ended when answer.Phase is { } phase:
                    Heard(node, phase, answer.Reason);
                    break;
                case RolloutReply.Untouched:
                    Heard(node, RolloutPhase.Restored, null);
                    break;
                case RolloutReply.Refused:
                    Heard(node, RolloutPhase.Failed, answer.Reason);
                    break;
                case RolloutReply.Moved:
                    await MovedAsync(node, at);
                    break;
                default:
                    break;
            }
        }
        catch (Exception problem) when (problem is TimeoutException or JournalUnavailableException or StoreUnavailableException or JournalConflictException or OrleansException
            or UnknownRecordException or OperationCanceledException or ObjectDisposedException)
        {
            // The next sweep asks again: who is away comes back elsewhere, and what a newer program wrote is had by a newer host.
            LogNoAnswer(Id, run.NameOf(node), problem.Message);
        }
        catch (Exception unexpected) when (unexpected is not (OutOfMemoryException or JsonException or FormatException) && !run.IsLost(node, time))
        {
            // It may be the other silo's trouble of the moment (a clock that was set back, an exception that does not survive the way here).
            LogNoAnswer(Id, run.NameOf(node), unexpected.Message);
        }
        catch (Exception impossible) when (impossible is not OutOfMemoryException)
        {
            // Asking again gives the same: a component's record that can't be read, a spec that is too large.
            LogImpossible(impossible, Id, run.NameOf(node));
            Heard(node, run.Board.IsBack(node) ? RolloutPhase.RestoreFailed : RolloutPhase.Failed, impossible.Message);
        }
    }

    /// <summary>A begin hangs on the record as it was when it was sent. Either this activation has written since, or another one has.</summary>
    private async Task MovedAsync(int node, long at)
    {
        // What is being written is waited for.
        await RecordAsync(_ => []);
        if (Stream.Sequence == at && await journal.ReadHeadAsync(Id) is var head && head.Sequence != at)
        {
            LogConflict(Id, at, head.Sequence);
            DeactivateOnIdle();
        }
        else if (_run is { } run && run.Board.StateOf(node) == NodeState.Active && !State.HasEnded)
            Send(node);
    }

    private void Heard(int node, RolloutPhase phase, string? reason)
    {
        if (_run is not { } run || !run.Note(node, phase, reason))
            return;
        PumpAsync().Ignore();
    }

    private async Task HoldAsync(bool held)
    {
        if (_run is { } run)
            await Task.WhenAll(run.Board.In(NodeState.Active).Select(
                node => GrainFactory.GetGrain<IComponentGrain>(Streams.Of(run.KeyOf(node))).HoldAsync(Id, held)));
    }

    private async Task CloseAsync()
    {
        if (!State.HasEnded)
            return;
        _sweep?.Dispose();
        _sweep = null;
        _run = null;
        await Door.LeaveAsync(Id);
    }
}
