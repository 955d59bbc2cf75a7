using System.Globalization;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Components;

/// <summary>What came of one look at a rollout: events to record, or a time to wait.</summary>
/// <param name="Events">What has happened; to be recorded before the next look.</param>
/// <param name="Wait">When nothing has happened: how long to wait before the next look; zero to look at once.</param>
/// <param name="Overtaken">The target has seen newer commands: somebody else carries this component on.</param>
internal sealed record Advance(IReadOnlyList<ComponentEvent> Events, TimeSpan Wait, bool Overtaken = false)
{
    public static Advance Happened(params ComponentEvent[] events) => new(events, TimeSpan.Zero);

    public static Advance After(TimeSpan wait) => new([], wait);

    public static Advance Again { get; } = After(TimeSpan.Zero);

    public static Advance Lost { get; } = new([], TimeSpan.Zero, true);
}

/// <summary>
/// Carries one rollout forward, look by look: it sees what is there, does the one next thing, and says what has happened. It
/// keeps nothing that matters; after a crash the same look at the same state does the same thing again.
/// </summary>
internal sealed partial class RolloutRun(ComponentKey component, ITarget target, Examination examination, TimeProvider time)
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RemovalGrace = TimeSpan.FromMinutes(2);

    private readonly Evidence _evidence = new(component, target);
    private readonly CrashLoops _crashes = new();
    private TimeSpan _poll = FirstPoll;
    private (RolloutPhase Phase, int Step, Move Move)? _agreed;

    // Elapsed time, not the date: a clock that is set right makes no step late.
    private (DateTimeOffset Step, long At)? _patientSince;
    private DateTimeOffset? _heldAtMost;

    /// <param name="rollout">An open rollout.</param>
    /// <param name="fence">The component's sequence number.</param>
    /// <param name="held">Whether no further step may begin.</param>
    /// <param name="interrupted">The rollout is about to turn: what may take long is given up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Advance> AdvanceAsync(Rollout rollout, long fence, bool held, CancellationToken interrupted, CancellationToken cancellationToken)
    {
        // Time in which nobody looked (the host was away) or nothing was to happen (a pause) is nobody's fault.
        if (held || _patientSince?.Step != rollout.StepStartedAt)
            BePatient(rollout);
        return WithConfiguredAsync(rollout.Phase switch
        {
            RolloutPhase.Preparing => PrepareAsync(rollout, fence, held, cancellationToken),
            RolloutPhase.RollingOut => RollAsync(rollout, fence, held, interrupted, cancellationToken),
            RolloutPhase.Removing => RemoveAsync(rollout, fence, cancellationToken),
            RolloutPhase.Restoring => RestoreAsync(rollout, fence, cancellationToken),
            _ => throw new InvalidOperationException($"A rollout that is {rollout.Phase} can't be carried on."),
        });
    }

    private async Task<Advance> RemoveAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        var patience = RemovalGrace + (rollout.From?.Revision.Spec.StopWithin ?? TimeSpan.Zero);
        return await GoneAsync(rollout, fence, "remove", cancellationToken) switch
        {
            (true, _) => Progress(new RolloutSucceeded(Now)),
            (_, { Outcome: TargetOutcome.Failed } answer) => Advance.Happened(new RolloutFailed(new Failure(answer.Reason ?? "It could not be removed.") { By = Notice.Target }, Now)),
            (_, { } answer) when answer.Outcome != TargetOutcome.Done => NotDone(answer, patience),
            _ when Expired(patience) => Advance.Happened(new RolloutFailed(new Failure(
                $"Its instances were still there {Evidence.Text(patience)} after they were told to stop.")
            {
                By = Notice.Deadline,
            }, Now)),
            _ => Idle(),
        };
    }

    private async Task<Advance> UndoCreationAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        var within = rollout.To?.Spec.Rollback.Within ?? RemovalGrace;
        return await GoneAsync(rollout, fence, "undo", cancellationToken) switch
        {
            (true, _) => Progress(new RestoreSucceeded(Now)),
            (_, { Outcome: not TargetOutcome.Done } answer) => NotRestored(answer, within),
            _ when Expired(within) => Advance.Happened(new RestoreFailed(new Failure(
                $"Its new instances were still there {Evidence.Text(within)} after they were told to stop.")
            {
                By = Notice.Deadline,
            }, Now)),
            _ => Idle(),
        };
    }

    private async Task<(bool Gone, TargetAnswer Answer)> GoneAsync(Rollout rollout, long fence, string step, CancellationToken cancellationToken)
    {
        var answer = await target.RemoveAsync(Named(rollout, fence, step), cancellationToken);
        if (answer.Outcome != TargetOutcome.Done)
            return (false, answer);
        var seen = await target.ObserveAsync(component, cancellationToken);
        return (seen.Value is { } left && left.Revisions.All(r => r.Instances.IsEmpty), seen);
    }

    private Advance NotDone(TargetAnswer answer, TimeSpan deadline) =>
        Retry(answer, deadline) ?? Advance.Happened(new RolloutFailed(GivenUp(answer, deadline), Now));

    private Advance NotRestored(TargetAnswer answer, TimeSpan within) =>
        Retry(answer, within) ?? Advance.Happened(new RestoreFailed(GivenUp(answer, within), Now));

    private Advance? Retry(TargetAnswer answer, TimeSpan patience) => answer.Outcome switch
    {
        TargetOutcome.Fenced => Advance.Lost,
        TargetOutcome.Failed => null,
        _ => Expired(patience) ? null : Idle(),
    };

    private static Failure GivenUp(TargetAnswer answer, TimeSpan patience) => new(answer.Outcome == TargetOutcome.Failed
        ? answer.Reason ?? "The target refused."
        : $"The target did not answer for {Evidence.Text(patience)}: {answer.Reason}")
    {
        By = answer.Outcome == TargetOutcome.Failed ? Notice.Target : Notice.Deadline,
    };

    private static RevisionSpec Wanted(Rollout rollout) =>
        rollout.To ?? throw new InvalidOperationException("A removal has no new revision.");

    private Operation Named(Rollout rollout, long fence, string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"{rollout.Deployment}/{component.Component}/r{rollout.To?.Number ?? 0}/{rollout.Phase}/{rollout.Step}/{what}"),
        component, fence);

    private void BePatient(Rollout rollout) => _patientSince = (rollout.StepStartedAt, time.GetTimestamp());

    private bool Expired(TimeSpan patience) => _patientSince is { } since && time.GetElapsedTime(since.At) > patience;

    private Advance Progress(ComponentEvent happened)
    {
        _poll = FirstPoll;
        _agreed = null;
        return Advance.Happened(happened);
    }

    private Advance Moved(Rollout rollout, Move move)
    {
        _poll = FirstPoll;
        _agreed = (rollout.Phase, rollout.Step, move);
        return Advance.Again;
    }

    /// <summary>
    /// What the target has agreed to and does not show yet is waited for, not asked for again and again. Only in the same step: "all traffic to the
    /// new one" means another revision on the way back.
    /// </summary>
    private Move Fresh(Rollout rollout, Move move) =>
        move is Move.Scale or Move.Route && _agreed == (rollout.Phase, rollout.Step, move) ? new Move.Wait() : move;

    private Advance Idle(TimeSpan? atMost = null)
    {
        var wait = atMost is { } most && most < _poll ? most : _poll;
        _poll = _poll * 1.5 < LongestPoll ? _poll * 1.5 : LongestPoll;
        return Advance.After(wait);
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
