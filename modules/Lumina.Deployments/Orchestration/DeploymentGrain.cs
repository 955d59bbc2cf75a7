using Lumina.Deployments.Components;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// The order of one deployment. All that it decides it decides in <see cref="PumpAsync"/>, from its record and the board; so it does
/// not matter in which order, or how often, it is called.
/// </summary>
[Reentrant]
internal sealed partial class DeploymentGrain(
    IJournal journal, IDocumentStore documents, DeploymentPlanner planner, TargetRegistry targets, TimeProvider time,
    ILogger<DeploymentGrain> logger) : Grain, IDeploymentGrain, IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2);

    private static readonly DeploymentState NotYet = new()
    {
        Id = "",
        Intent = new DeploymentIntent { Kind = DeploymentKind.Apply, Plan = "", Environment = "" },
        Status = DeploymentStatus.Queued,
        ChangeDigest = "",
        Actor = "",
        Parallelism = 1,
        CreatedAt = default,
    };

    private EventStream<DeploymentState, DeploymentRecord>? _stream;
    private DeploymentRun? _run;
    private IGrainTimer? _sweep;
    private Task<StartAnswer>? _starting;
    private bool _pumping;
    private bool _pumpAgain;

    private EventStream<DeploymentState, DeploymentRecord> Stream => _stream ?? throw new InvalidOperationException("The grain is not active.");

    private DeploymentState State => Stream.State;

    private string Id => this.GetPrimaryKeyString();

    private bool IsOpen => Stream.Exists && !State.HasEnded;

    private IEnvironmentGrain Door => GrainFactory.GetGrain<IEnvironmentGrain>("env-" + State.Intent.Environment);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stream = DeploymentStreams.Deployment(journal, Id, NotYet);
        await _stream.LoadAsync(cancellationToken);
        if (IsOpen)
            Watch();
    }

    public void Dispose() => _stream?.Dispose();

    public async Task<StartAnswer> StartAsync(StartOrder order)
    {
        if (Stream.Exists)
            return new StartAnswer(StartReply.Accepted);
        // The same request once more, while the first is being looked into, gets the first one's answer.
        var starting = _starting ??= StartOnceAsync(order);
        try
        {
            return await starting;
        }
        finally
        {
            _starting = null;
        }
    }

    public Task<bool> IsOpenAsync() => Task.FromResult(_starting is not null || IsOpen);

    public Task WakeAsync()
    {
        if (IsOpen)
            Watch();
        return Task.CompletedTask;
    }

    public async Task GrantedAsync()
    {
        if (!Stream.Exists || State.Status != DeploymentStatus.Queued)
            return;
        var planned = await planner.PlanAsync(State.Intent);
        var refusal = planned.Changes is null ? planned.Reason
            : State.ExpectedChanges is { } expected && expected != planned.Digest ? "What runs has changed since this was looked at."
            : null;
        var recorded = await RecordAsync(state => state.Status != DeploymentStatus.Queued ? []
            : refusal is not null ? [new DeploymentEnded(DeploymentStatus.Refused, refusal, Now)]
            : [new DeploymentStarted(planned.Digest!, planned.Changed, Now)]);
        if (recorded && State.HasEnded)
            await Door.LeaveAsync(State.Intent.Plan, Id);
        Watch();
    }

    public async Task<ControlAnswer> PauseAsync(string actor, string? comment)
    {
        if (Refusal(DeploymentStatus.Running, DeploymentStatus.Paused) is { } refusal)
            return refusal;
        await RecordAsync(state => state.Status == DeploymentStatus.Running ? [new DeploymentPaused(actor, comment, Now)] : []);
        if (Refusal(DeploymentStatus.Paused) is { } overtaken)
            return overtaken;
        await HoldAsync(held: true);
        return new ControlAnswer(ControlReply.Done, null);
    }

    public async Task<ControlAnswer> ResumeAsync(string actor, string? comment)
    {
        if (Refusal(DeploymentStatus.Running, DeploymentStatus.Paused) is { } refusal)
            return refusal;
        await RecordAsync(state => state.Status == DeploymentStatus.Paused ? [new DeploymentResumed(actor, comment, Now)] : []);
        if (Refusal(DeploymentStatus.Running) is { } overtaken)
            return overtaken;
        await HoldAsync(held: false);
        Watch();
        return new ControlAnswer(ControlReply.Done, null);
    }

    public async Task<ControlAnswer> CancelAsync(string actor, string? comment)
    {
        if (Refusal(DeploymentStatus.Queued, DeploymentStatus.Running, DeploymentStatus.Paused, DeploymentStatus.Cancelling) is { } refusal)
            return refusal;
        await RecordAsync(state => state.Status switch
        {
            DeploymentStatus.Queued => [new DeploymentEnded(DeploymentStatus.Cancelled, $"Cancelled by {actor} before its turn.", Now)],
            DeploymentStatus.Running or DeploymentStatus.Paused => [new DeploymentCancelling(actor, comment, Now)],
            _ => [],
        });
        if (Refusal(DeploymentStatus.Cancelling, DeploymentStatus.Cancelled) is { } overtaken)
            return overtaken;
        if (State.HasEnded)
            await Door.LeaveAsync(State.Intent.Plan, Id);
        else
            Watch();
        return new ControlAnswer(ControlReply.Done, null);
    }

    public Task ReportAsync(ComponentReport report)
    {
        if (_run?.IndexOf(report.Component) is { } node)
            Heard(node, report.Phase, report.Reason);
        return Task.CompletedTask;
    }

    private async Task<StartAnswer> StartOnceAsync(StartOrder order)
    {
        var door = GrainFactory.GetGrain<IEnvironmentGrain>("env-" + order.Intent.Environment);
        var entered = await door.EnterAsync(order.Intent.Plan, Id, order.Wait);
        if (entered.Reply == EnterReply.Refused)
            return new StartAnswer(StartReply.Busy, entered.Holder);
        try
        {
            var (digest, changed) = (order.ChangeDigest, order.Changed);
            var granted = entered.Reply == EnterReply.Granted;
            if (granted && entered.Turn != order.Turn + 1)
            {
                var planned = await planner.PlanAsync(order.Intent);
                if (planned.Digest is null)
                {
                    await door.LeaveAsync(order.Intent.Plan, Id);
                    return new StartAnswer(StartReply.Unplannable, Reason: planned.Reason);
                }
                (digest, changed) = (planned.Digest, planned.Changed);
            }
            if (order.ExpectedChanges is { } expected && expected != digest)
            {
                await door.LeaveAsync(order.Intent.Plan, Id);
                return new StartAnswer(StartReply.Stale);
            }
            var accepted = new DeploymentPlanned(
                Id, order.Intent, digest, order.ExpectedChanges, order.Actor, order.Comment, order.Parallelism, changed, Now);
            await RecordAsync(_ => granted ? [accepted, new DeploymentStarted(digest, changed, Now)] : [accepted]);
        }
        catch
        {
            await door.LeaveAsync(order.Intent.Plan, Id);
            throw;
        }
        Watch();
        return new StartAnswer(StartReply.Accepted);
    }

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
            if ((await Door.EnterAsync(State.Intent.Plan, Id, wait: true)).Reply == EnterReply.Granted)
                await GrantedAsync();
            return;
        }
        // First what is to be done at all, then who has to be asked again: a begin must not follow a turn back.
        await PumpAsync();
        foreach (var node in _run?.Silent(time) ?? [])
            Send(node);
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
        if (State.HasEnded || State.Status == DeploymentStatus.Queued)
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
                : [new DeploymentRollingBack(component, $"{component}: {failure.Reason}", Now)]);
        }
        if (State.IsTakingBack)
            run.TurnBack();
        else if (State.Status == DeploymentStatus.Paused)
            return;

        while (run.Board.Active < State.Parallelism && run.Board.TryTake(out var node))
            Send(node);
        if (!run.Board.IsFinished)
            return;
        if (!run.Board.IsTurned && run.Board.Failure is null && await run.FindIllAsync(targets) is { } ill)
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
        if (await documents.GetAsync(State.ChangeDigest) is not { } document)
            return null;
        var changes = ChangeSetJson.Read(document.Span);
        var run = _run = await DeploymentRun.LoadAsync(Id, changes, ChangeGraph.Of(changes), journal);
        foreach (var node in State.IsTakingBack ? [] : run.Board.Interrupted)
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
            var turned = run.Board.IsTurned;
            var answer = turned
                ? await grain.RestoreAsync(new RestoreOrder(Id, State.Reason ?? "The deployment is taken back."))
                : await grain.BeginAsync(run.OrderFor(node, held: State.Status == DeploymentStatus.Paused));
            if (turned != run.Board.IsTurned)
                return;
            switch (answer.Reply)
            {
                case RolloutReply.Ended when answer.Phase is { } phase:
                    Heard(node, phase, answer.Reason);
                    break;
                case RolloutReply.Untouched:
                    Heard(node, RolloutPhase.Restored, null);
                    break;
                case RolloutReply.Refused:
                    Heard(node, RolloutPhase.Failed, answer.Reason);
                    break;
                default:
                    break;
            }
        }
        catch (Exception problem) when (problem is TimeoutException or JournalUnavailableException or JournalConflictException or OrleansException)
        {
            // The next sweep asks again.
            LogNoAnswer(Id, run.NameOf(node), problem.Message);
        }
        catch (Exception impossible) when (impossible is not OutOfMemoryException)
        {
            // Asking again would give the same: a component's record that can't be read, a spec that is too large.
            LogImpossible(impossible, Id, run.NameOf(node));
            Heard(node, run.Board.IsTurned ? RolloutPhase.RestoreFailed : RolloutPhase.Failed, impossible.Message);
        }
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
        await Door.LeaveAsync(State.Intent.Plan, Id);
    }

    private ControlAnswer? Refusal(params DeploymentStatus[] allowed) =>
        !Stream.Exists ? new ControlAnswer(ControlReply.NotFound, null)
        : allowed.Contains(State.Status) ? null
        : new ControlAnswer(ControlReply.WrongState, State.Status switch
        {
            DeploymentStatus.Queued => "It waits for its turn.",
            DeploymentStatus.Cancelling or DeploymentStatus.RollingBack => "It is being taken back.",
            _ => "It has ended.",
        });

    private DateTimeOffset Now => time.GetUtcNow();

    [LoggerMessage(3101, LogLevel.Warning, "{Deployment} was written by another activation (expected {Expected}, is {Actual}); this one ends")]
    private partial void LogConflict(string deployment, long expected, long actual);

    [LoggerMessage(3102, LogLevel.Error, "{Deployment} can't be recorded: {Reason}")]
    private partial void LogStoreUnavailable(string deployment, string reason);

    [LoggerMessage(3104, LogLevel.Error, "{Deployment}: something unexpected; it is tried again")]
    private partial void LogUnexpected(Exception bug, string deployment);

    [LoggerMessage(3105, LogLevel.Error, "{Deployment}: {Component} can't do what it is asked")]
    private partial void LogImpossible(Exception reason, string deployment, string component);

    [LoggerMessage(3103, LogLevel.Warning, "{Deployment}: {Component} did not answer ({Reason}); it is asked again")]
    private partial void LogNoAnswer(string deployment, string component, string reason);
}
