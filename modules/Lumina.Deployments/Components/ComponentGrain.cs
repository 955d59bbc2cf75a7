using Lumina.Deployments.Deciding;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Lumina.Deployments.Components;

/// <summary>The record keeper and the heartbeat of a component's rollout; <see cref="RolloutRun"/> knows what to do.</summary>
[Reentrant]
internal sealed partial class ComponentGrain(
    IJournal journal, TargetRegistry targets, Examination examination, IApproverGroups groups, TimeProvider time, ILogger<ComponentGrain> logger) : Grain, IComponentGrain, IDisposable
{
    /// <summary>A grain that does nothing for longer is put away, and its timer with it.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private EventStream<ComponentState, ComponentEvent>? _stream;
    private ComponentKey? _key;
    private IGrainTimer? _timer;
    private RolloutRun? _run;
    private CancellationTokenSource? _look;
    private bool _advancing;
    private (string? Deployment, bool Held) _hold;
    private string? _takenBack;

    private EventStream<ComponentState, ComponentEvent> Stream => _stream ?? throw new InvalidOperationException("The grain is not active.");

    private ComponentKey Key => _key ?? throw new InvalidOperationException("The grain is not active.");

    private Rollout? Rollout => Stream.State.Rollout;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        _key = Streams.ComponentOf(name);
        _stream = DeploymentStreams.Component(journal, name);
        await _stream.LoadAsync(cancellationToken);
        AwaitRelease();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending.Cancel();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _ending.Dispose();
        _stream?.Dispose();
    }

    public async Task<RolloutAnswer> BeginAsync(RolloutOrder order)
    {
        // A begin that comes late must not start anew what its deployment has already taken back.
        if (_takenBack == order.Deployment && Rollout?.Deployment != order.Deployment)
            return new RolloutAnswer(RolloutReply.Refused, null, "The deployment is being taken back.");
        _hold = (order.Deployment, order.Held);
        if (Rollout is { } known && known.Deployment == order.Deployment)
            return Resume();
        // A rollout whose deployment has ended without it holds nobody up: what it left behind is replaced like any other old revision.
        if (Rollout is { IsOpen: true } other && await GrainFactory.GetGrain<IDeploymentGrain>(other.Deployment).IsOpenAsync())
            return new RolloutAnswer(RolloutReply.Refused, other.Phase, $"It is being changed by {other.Deployment}.");
        if (Stream.State.Current?.Revision.Number != order.FromRevision)
            return new RolloutAnswer(RolloutReply.Refused, null,
                $"Revision {Stream.State.Current?.Revision.Number} runs now, not {order.FromRevision} as when the change was planned.");
        if (Impossible(Stream.State.Current?.Revision.Spec.Target.Kind, order.Spec?.Target.Kind) is { } impossible)
            return new RolloutAnswer(RolloutReply.Refused, null, impossible);

        try
        {
            await RecordAsync(
                state => state.Rollout?.Deployment == order.Deployment || _takenBack == order.Deployment ? [] : [ComponentDecisions.Start(state, order, time.GetUtcNow())],
                order.At is { } at ? new StreamGuard(order.Deployment, at) : null);
        }
        catch (JournalGuardException moved)
        {
            return new RolloutAnswer(RolloutReply.Moved, null, moved.Message);
        }
        return Resume();
    }

    public async Task<RolloutAnswer> RestoreAsync(RestoreOrder order)
    {
        _takenBack = order.Deployment;
        // Decided when its turn has come: a begin of the same deployment may be on its way to the disk at this moment.
        await RecordAsync(state => ComponentDecisions.Restore(state, order, time.GetUtcNow()));
        // What may take long (a verification) is of no interest any more.
        _look?.Cancel();
        return Rollout?.Deployment == order.Deployment ? Resume() : new RolloutAnswer(RolloutReply.Untouched, null, null);
    }

    public Task HoldAsync(string deployment, bool held)
    {
        _hold = (deployment, held);
        if (Rollout?.Deployment == deployment)
            Resume();
        return Task.CompletedTask;
    }

    public Task<ControlAnswer> PromoteAsync(StepOrder order) => ControlAsync(order, ComponentDecisions.Promote);

    public Task<ControlAnswer> SkipAsync(StepOrder order) => ControlAsync(order, ComponentDecisions.Skip);

    public async Task<ControlAnswer> DecideAsync(StepApproval word)
    {
        var decision = StepDecision.Nothing;
        await RecordAsync(state => (decision = StepApprovals.Decide(state, word, groups, time.GetUtcNow())).Events);
        _look?.Cancel();
        if (Rollout is { IsOpen: false, Phase: RolloutPhase.Failed })
            await ReportAsync();
        else
            Resume();
        return decision.Answer;
    }

    public async Task<AlarmedComponent> AlarmAsync(ComponentAlarm alarm)
    {
        var failed = false;
        await RecordAsync(state =>
        {
            var events = ComponentDecisions.Alarm(state, alarm, time.GetUtcNow());
            failed = events.Count > 0;
            return events;
        });
        if (failed)
        {
            _look?.Cancel();
            await ReportAsync();
        }
        var rollout = Rollout;
        return new AlarmedComponent(
            rollout is { Failure.By: Notice.Alarm, Phase: RolloutPhase.Failed or RolloutPhase.Restoring }, rollout?.Deployment, rollout?.Phase, rollout?.StartedAt,
            Stream.State.Kept?.Revision.Number, Stream.State.Kept?.Until);
    }

    public Task WakeAsync()
    {
        AwaitRelease();
        return Task.CompletedTask;
    }

    private async Task<ControlAnswer> ControlAsync(StepOrder order, Func<ComponentState, StepOrder, DateTimeOffset, StepDecision> decide)
    {
        var decision = StepDecision.Nothing;
        await RecordAsync(state => (decision = decide(state, order, time.GetUtcNow())).Events);
        Resume();
        return decision.Answer;
    }

    /// <summary>Appends what is decided; an activation that finds itself overtaken ends.</summary>
    private async Task RecordAsync(Func<ComponentState, IReadOnlyList<ComponentEvent>> decide, StreamGuard? guard = null)
    {
        try
        {
            await Stream.AppendAsync(decide, guard, _ending.Token);
        }
        catch (JournalConflictException conflict)
        {
            LogConflict(Key, conflict.Expected, conflict.Actual);
            DeactivateOnIdle();
            throw;
        }
        catch (JournalUnavailableException unavailable) when (unavailable.MayBeWritten)
        {
            // What is in memory may be behind the record: the next activation reads what is there. Its deployment asks it again.
            DeactivateOnIdle();
            throw;
        }
    }

    private string? Impossible(string? from, string? to) =>
        (to ?? from) is { } kind && !targets.Knows(kind) ? $"This host has no driver for target '{kind}'."
        : from is not null && to is not null && from != to ? $"It runs on target '{from}' and can't be moved to '{to}' in one go: take it down first."
        : null;

    /// <summary>Makes sure that an open rollout is being carried on, and says where it is.</summary>
    private RolloutAnswer Resume()
    {
        if (Rollout is not { } rollout)
            return new RolloutAnswer(RolloutReply.Untouched, null, null);
        if (!rollout.IsOpen)
            return new RolloutAnswer(RolloutReply.Ended, rollout.Phase, (rollout.RestoreFailure ?? rollout.Failure)?.Reason);
        // Off the caller's turn, but without the way through a timer.
        if (!_advancing)
            Task.Factory.StartNew(AdvanceAsync, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current).Ignore();
        return new RolloutAnswer(RolloutReply.Underway, rollout.Phase, null);
    }

    private void AdvanceAfter(TimeSpan wait)
    {
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        if (_timer is null)
            _timer = this.RegisterGrainTimer(_ => AdvanceAsync(), new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        else
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Carries the rollout on until it has to wait or has ended.</summary>
    private async Task AdvanceAsync()
    {
        if (_advancing)
            return;
        _advancing = true;
        TimeSpan? wait = null;
        var wasOpen = Rollout is { IsOpen: true };
        try
        {
            while (wait is null && !_ending.IsCancellationRequested)
            {
                if (Rollout is { IsOpen: true } rollout)
                {
                    wasOpen = true;
                    wait = await AdvanceOnceAsync(rollout);
                }
                else if (Stream.State.Kept is { } kept && !wasOpen)
                    wait = await ReleaseOnceAsync(kept);
                else
                    break;
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
        catch (JournalConflictException)
        {
            DeactivateOnIdle();
            return;
        }
        catch (JournalUnavailableException unavailable)
        {
            LogStoreUnavailable(Key, unavailable.Message);
            if (unavailable.MayBeWritten)
                return;
            wait = StoreRetry;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // A bug in a driver must not stop the heartbeat: the step's deadline decides.
            LogUnexpected(bug, Key);
            wait = StoreRetry;
        }
        finally
        {
            _advancing = false;
        }
        if (Rollout is { IsOpen: true })
            AdvanceAfter(wait ?? TimeSpan.Zero);
        else if (wasOpen)
        {
            await ReportAsync();
            AwaitRelease();
            LeaveWhenDone();
        }
        else if (Stream.State.Kept is not null)
            AdvanceAfter(wait ?? TimeSpan.Zero);
    }

    /// <summary>
    /// Of one that has come to rest all is in its record, and it is seldom asked again soon: that a plan of a hundred thousand components does not stay in
    /// memory is worth the read. One that failed is taken back next; one that another deployment has taken back must not forget that here.
    /// </summary>
    private void LeaveWhenDone()
    {
        if (Rollout is { IsOpen: false, Phase: not RolloutPhase.Failed } ended && Stream.State.Kept is null && (_takenBack is null || _takenBack == ended.Deployment))
            DeactivateOnIdle();
    }

    /// <summary>What stands by is taken down at its time. That time is in the record too, from where the next host takes it.</summary>
    private void AwaitRelease()
    {
        if (Stream.State.Kept is { } kept && Rollout is not { IsOpen: true } && !_advancing)
            AdvanceAfter(kept.Until - time.GetUtcNow());
    }

    private async Task<TimeSpan?> ReleaseOnceAsync(KeptRevision kept)
    {
        var fence = Stream.Sequence;
        var target = targets.Find(kept.Revision.Spec.Target.Kind);
        var advance = await new StandingBy(Key, target, time).AdvanceAsync(kept, fence, _ending.Token);
        if (advance.Overtaken)
        {
            LogOvertaken(Key);
            return StoreRetry;
        }
        if (advance.Events.Count > 0)
            await RecordAsync(state => ReferenceEquals(state.Kept, kept) ? advance.Events : []);
        return advance.Events.Count > 0 ? null : advance.Wait;
    }

    private async Task<TimeSpan?> AdvanceOnceAsync(Rollout rollout)
    {
        var target = targets.Find((rollout.To ?? rollout.From?.Revision)?.Spec.Target.Kind);
        _run ??= new RolloutRun(Key, target, examination, time);
        var fence = Stream.Sequence;
        using var look = _look = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        Advance advance;
        try
        {
            advance = await _run.AdvanceAsync(rollout, fence, _hold.Held && _hold.Deployment == rollout.Deployment, look.Token, _ending.Token);
        }
        catch (OperationCanceledException) when (look.IsCancellationRequested && !_ending.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _look = null;
        }
        var events = advance.Overtaken ? await OvertakenAsync(rollout, fence) : advance.Events;
        if (events.Count == 0)
            return advance.Wait > TimeSpan.Zero ? advance.Wait : null;
        // While the look was taken the rollout may have been told to turn back; what was seen counts only if it was not.
        await RecordAsync(state => ReferenceEquals(state.Rollout, rollout) ? events : []);
        return null;
    }

    /// <summary>The target has seen newer commands. Either another activation is ahead, or our record is older than what the target remembers.</summary>
    private async Task<IReadOnlyList<ComponentEvent>> OvertakenAsync(Rollout rollout, long fence)
    {
        LogOvertaken(Key);
        if (fence != Stream.Sequence)
            return [];
        var head = await journal.ReadHeadAsync(this.GetPrimaryKeyString(), _ending.Token);
        if (head.Sequence != fence)
            throw new JournalConflictException(head.Stream, fence, head.Sequence);
        var failure = new Failure(
            "The target remembers newer commands for it than this host's record knows: the record was put back to an older state. "
            + "Take the component away by hand, or put the record back that belongs to it.");
        return rollout.Phase == RolloutPhase.Restoring ? [new RestoreFailed(failure, time.GetUtcNow())] : [new RolloutFailed(failure, time.GetUtcNow())];
    }

    private async Task ReportAsync()
    {
        _run = null;
        if (Rollout is { } rollout)
            await GrainFactory.GetGrain<IDeploymentGrain>(rollout.Deployment).ReportAsync(
                new ComponentReport(Key.Component, rollout.Phase, (rollout.RestoreFailure ?? rollout.Failure)?.Reason));
    }

    [LoggerMessage(3001, LogLevel.Warning, "{Component} was written by another activation (expected {Expected}, is {Actual}); this one ends")]
    private partial void LogConflict(ComponentKey component, long expected, long actual);

    [LoggerMessage(3002, LogLevel.Error, "{Component} can't be recorded: {Reason}")]
    private partial void LogStoreUnavailable(ComponentKey component, string reason);

    [LoggerMessage(3003, LogLevel.Error, "{Component}: a step ended unexpectedly; it is tried again")]
    private partial void LogUnexpected(Exception bug, ComponentKey component);

    [LoggerMessage(3004, LogLevel.Warning, "{Component}: the target has seen newer commands; this activation ends")]
    private partial void LogOvertaken(ComponentKey component);
}
