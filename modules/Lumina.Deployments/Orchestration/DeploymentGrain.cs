using Lumina.Deployments.Configuring;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using Lumina.Policy;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// The order of one deployment. All that it decides it decides in <see cref="PumpAsync"/>, from its record and the board; so it does
/// not matter in which order, or how often, it is called.
/// </summary>
[Reentrant]
internal sealed partial class DeploymentGrain(
    IJournal journal, ChangeSets changeSets, DeploymentPlanner planner, TargetRegistry targets, PolicyQuestions questions, IApproverGroups groups,
    IRevisionContents contents, TimeProvider time, ILogger<DeploymentGrain> logger) : Grain, IDeploymentGrain, IDisposable
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
    private bool _askAll;

    /// <summary>Whether it was started here, and nothing of it can have been begun before.</summary>
    private bool _isFresh;

    private EventStream<DeploymentState, DeploymentRecord> Stream => _stream ?? throw new InvalidOperationException("The grain is not active.");

    private DeploymentState State => Stream.State;

    private string Id => this.GetPrimaryKeyString();

    private bool IsOpen => Stream.Exists && !State.HasEnded;

    private IPlanDoorGrain Door => GrainFactory.GetPlanDoor(State.Intent.Environment, State.Intent.Plan);

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
        // Silos may have gone: those who were being rolled out there are to be asked again, and not only when they have been silent for long.
        _askAll = true;
        if (IsOpen)
            Watch();
        return Task.CompletedTask;
    }

    public async Task GrantedAsync()
    {
        if (State.Status == DeploymentStatus.AwaitingApproval)
            await GiveTurnBackAsync();
        if (!Stream.Exists || State.Status != DeploymentStatus.Queued)
            return;
        if (FrozenUntil() is { } until)
        {
            await WaitForThawAsync(until);
            return;
        }
        // The word that it is its turn may come again while policy is asked.
        var beginning = _beginning ??= BeginAsync();
        try
        {
            await beginning;
        }
        finally
        {
            if (_beginning == beginning)
                _beginning = null;
        }
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

    public async Task<ControlAnswer> CancelAsync(string actor, string? comment)
    {
        // What takes back only a part can be told to take back the rest too.
        var isPart = State.TakesBackAPart || State.Status == DeploymentStatus.Superseding;
        if (!isPart && Refusal(DeploymentStatus.Queued, DeploymentStatus.AwaitingApproval, DeploymentStatus.Running, DeploymentStatus.Paused, DeploymentStatus.Cancelling) is { } refusal)
            return refusal;
        await RecordAsync(state => state.Status switch
        {
            DeploymentStatus.Queued => [new DeploymentEnded(DeploymentStatus.Cancelled, $"Cancelled by {actor} before its turn.", Now)],
            DeploymentStatus.AwaitingApproval => [new DeploymentEnded(DeploymentStatus.Cancelled, $"Cancelled by {actor} while it waited for approval.", Now)],
            DeploymentStatus.Running or DeploymentStatus.Paused => [new DeploymentCancelling(actor, comment, Now)],
            DeploymentStatus.RollingBack or DeploymentStatus.Superseding when isPart => [new DeploymentCancelling(actor, comment, Now)],
            _ => [],
        });
        if (Refusal(DeploymentStatus.Cancelling, DeploymentStatus.Cancelled) is { } overtaken)
            return overtaken;
        if (State.HasEnded)
            await Door.LeaveAsync(Id);
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
        if (order.DespiteFreeze is null && order.Changed > 0 && Freeze.Until(order.Intent.Freezes, Now) is { } until)
            return new StartAnswer(StartReply.Frozen, Until: until);
        var door = GrainFactory.GetPlanDoor(order.Intent.Environment, order.Intent.Plan);
        // Nobody is overtaken before it is on record who does so.
        var entered = await door.EnterAsync(Id, order.OnConflict == OnConflict.Refuse ? OnConflict.Refuse : OnConflict.Queue);
        if (entered.Reply == EnterReply.Refused)
            return new StartAnswer(StartReply.Busy, entered.Holder);
        try
        {
            var (digest, changed) = (order.ChangeDigest, order.Changed);
            var granted = entered.Reply == EnterReply.Granted;
            PolicyAnswer? answer = null;
            PlannedChanges? planned = null;
            if (granted && (entered.Turn != order.Turn + 1 || questions.Concern(order.Intent)))
            {
                planned = await planner.PlanAsync(order.Intent);
                if (planned.Digest is null)
                {
                    await door.LeaveAsync(Id);
                    return new StartAnswer(StartReply.Unplannable, Reason: planned.Reason);
                }
                (digest, changed) = (planned.Digest, planned.Changed);
            }
            if (order.ExpectedChanges is { } expected && expected != digest)
            {
                await door.LeaveAsync(Id);
                return new StartAnswer(StartReply.Stale);
            }
            if (planned is not null)
                answer = await AskAsync(order.Intent, planned, new DeploymentFacts { Id = Id, Kind = KindOf(order.Intent), Actor = order.Actor, Reason = order.Comment }, NeverAsked);
            var accepted = new DeploymentPlanned(
                Id, order.Intent, digest, order.ExpectedChanges, order.Actor, order.Comment, order.Parallelism, changed, Now)
            { OnConflict = order.OnConflict, DespiteFreeze = order.DespiteFreeze };
            await RecordAsync(state => granted ? [accepted, .. Opening.Of(state, order.Actor, digest, changed, answer, groups, Now)] : [accepted]);
            _isFresh = granted;
        }
        catch
        {
            // It may be on record all the same, and then the turn is its own: another activation wrote it, or the answer was lost.
            if ((await journal.ReadHeadAsync(Id)).Sequence == 0)
                await door.LeaveAsync(Id);
            throw;
        }
        Watch();
        // Should that fail, the sweep does it.
        if (State.Status == DeploymentStatus.AwaitingApproval)
            await GiveTurnBackAsync();
        return new StartAnswer(StartReply.Accepted);
    }

    private ControlAnswer? Refusal(params DeploymentStatus[] allowed) =>
        !Stream.Exists ? new ControlAnswer(ControlReply.NotFound, null)
        : allowed.Contains(State.Status) ? null
        : new ControlAnswer(ControlReply.WrongState, State.Status switch
        {
            DeploymentStatus.Queued => "It waits for its turn.",
            DeploymentStatus.AwaitingApproval => "It waits for people to agree (lumina approve).",
            DeploymentStatus.Cancelling or DeploymentStatus.RollingBack => "It is being taken back.",
            DeploymentStatus.Superseding => $"{State.SupersededBy} takes its place.",
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
