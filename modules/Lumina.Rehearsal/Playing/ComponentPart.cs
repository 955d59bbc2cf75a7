using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Rehearsal.Scenery;

namespace Lumina.Rehearsal.Playing;

/// <summary>
/// A component's part: what its grain does, with the same decisions, the same <see cref="RolloutRun"/> and the same fold, under the
/// rehearsal's clock.
/// </summary>
internal sealed class ComponentPart(ComponentKey key, RehearsedTarget target, Faults faults, VirtualTime time, Chronicle chronicle, RehearsalOrder order)
{
    /// <summary>How long a rollout waits between two looks at most; with less it is still finding its pace.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>A step whose time has been over for so long, and that nothing injected will change, waits for a person.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    private readonly RehearsedJudge _judge = new(target, time);
    private RolloutRun? _run;

    public ComponentKey Key => key;

    public ComponentState State { get; private set; } = ComponentState.Initial;

    public long Sequence { get; private set; }

    /// <summary>Why it stands still until a person decides; null when it doesn't.</summary>
    public RehearsalOutcome? Stands { get; private set; }

    /// <summary>How many looks were taken.</summary>
    public long Looks { get; private set; }

    /// <summary>A revision ran before the rehearsal: the next one has the number after it.</summary>
    public void RanBefore(int revision) => State = State with { LastRevision = revision - 1 };

    public void Begin(RolloutOrder what) => Record([ComponentDecisions.Start(State, what, time.GetUtcNow())]);

    /// <summary>False when the deployment has not touched it.</summary>
    public bool Restore(RestoreOrder what)
    {
        Record(ComponentDecisions.Restore(State, what, time.GetUtcNow()));
        return State.Rollout?.Deployment == what.Deployment;
    }

    /// <summary>Carries it on until it has to wait, and says how long; null when there is nothing to wait for.</summary>
    public async Task<TimeSpan?> ActAsync()
    {
        while (true)
        {
            Looks++;
            if (State.Rollout is { IsOpen: true } rollout)
            {
                Stands = null;
                _run ??= new RolloutRun(key, target, new Examination(_judge, new RehearsedVerifier(key, faults)), time);
                var advance = await _run.AdvanceAsync(rollout, Sequence, held: false, CancellationToken.None, CancellationToken.None);
                if (advance.Overtaken)
                    throw new InvalidOperationException($"{key} was overtaken, where nobody else is.");
                await SeeAsync();
                if (advance.Events.Count > 0)
                {
                    Record(advance.Events);
                    await SeeAsync();
                    if (State.Rollout is { IsOpen: false })
                    {
                        _run = null;
                        return null;
                    }
                }
                else if (advance.Wait > TimeSpan.Zero)
                    return await PauseAsync(rollout, advance.Wait);
            }
            else if (State.Kept is { } kept)
            {
                var advance = await new StandingBy(key, target, time).AdvanceAsync(kept, Sequence, CancellationToken.None);
                if (advance.Events.Count == 0)
                    return advance.Wait;
                Record(advance.Events);
                await SeeAsync();
            }
            else
                return null;
        }
    }

    /// <summary>
    /// While a step only lasts, and no instance is on its way, one look sees what the last one saw until something is due: the end of the
    /// step, a measurement, an injection. Looks before that are passed over, those that stay keep their times.
    /// </summary>
    private async Task<TimeSpan?> PauseAsync(Rollout rollout, TimeSpan wait)
    {
        if (rollout is not { Phase: RolloutPhase.RollingOut, HeldSince: { } since } || wait < Pace || !await IsQuietAsync())
            return wait;
        var now = time.GetUtcNow();
        var end = since + LastsOf(rollout);
        var injected = faults.NextOf(key.Component);
        if ((rollout.AwaitsPromotion || (end is { } over && now >= over + LongWait)) && injected is null)
            return Stand(rollout);
        var due = new[] { end > now ? end : null, end + LongWait, _judge.NextDue, injected }.Min();
        return due is { } next && next > now && order.PassesOver ? wait * Math.Max(1, (next - now).Ticks / wait.Ticks) : wait;
    }

    private TimeSpan? Stand(Rollout rollout)
    {
        Stands = rollout.AwaitsPromotion ? RehearsalOutcome.Held : RehearsalOutcome.Waiting;
        chronicle.Add(
            key.Component, rollout, EntryKind.Waits,
            rollout.AwaitsPromotion ? "stands at its gate; the rehearsal holds it there" : "its checks say neither yes nor no: it stands there until a person decides");
        return null;
    }

    private async Task<bool> IsQuietAsync() =>
        (await target.ObserveAsync(key, CancellationToken.None)).Value is { } seen
        && seen.Revisions.All(r => r.Instances.All(i => i.Phase == InstancePhase.Healthy));

    private void Record(IReadOnlyList<ComponentEvent> events)
    {
        foreach (var happened in events)
        {
            State = ComponentFold.Apply(State, happened);
            Sequence++;
            Tell(happened);
        }
        if (!order.HoldsGates && State.Rollout is { AwaitsPromotion: true } waiting)
            Record(ComponentDecisions.Promote(State, new StepOrder(waiting.Deployment, waiting.Step, false, "rehearsal", null), time.GetUtcNow()).Events);
    }

    private void Tell(ComponentEvent happened)
    {
        if (State.Rollout is not { } rollout || rollout.Deployment != DeploymentPart.Id)
            return;
        var name = key.Component;
        if (happened is RolloutStarted started)
            chronicle.Begins(name, started);
        if (happened is RolloutFailed failed)
            chronicle.Notice(name, failed.Failure, faults.SinceOf(name));
        if (Telling.Of(happened, rollout) is { } told)
            chronicle.Add(name, rollout, told.Kind, told.Text, told.Evidence);
        if (happened is RestoreStarted)
            chronicle.TakesBack(name);
        if (happened is RolloutStarted or StepStarted && rollout.To is { } to)
            faults.Reached(name, to.Number, rollout.Step);
    }

    private async Task SeeAsync()
    {
        if (State.Rollout is { } rollout && rollout.Deployment == DeploymentPart.Id && (await target.ObserveAsync(key, CancellationToken.None)).Value is { } seen)
            chronicle.See(key.Component, rollout, seen);
    }

    private static TimeSpan? LastsOf(Rollout rollout) =>
        rollout.To?.Spec.Strategy is CanarySpec canary && rollout.Step >= 1 && rollout.Step <= canary.Steps.Length ? canary.Steps[rollout.Step - 1].For : null;
}
