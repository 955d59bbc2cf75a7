using System.Collections.Immutable;
using System.Globalization;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

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
internal sealed class RolloutRun(ComponentKey component, ITarget target, TimeProvider time)
{
    private const int LogTailLines = 20;
    private const int LogLineLength = 500;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RemovalGrace = TimeSpan.FromMinutes(2);

    private TimeSpan _poll = FirstPoll;
    private DateTimeOffset? _patientSince;

    /// <param name="rollout">An open rollout.</param>
    /// <param name="fence">The component's sequence number.</param>
    /// <param name="held">Whether no further step may begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Advance> AdvanceAsync(Rollout rollout, long fence, bool held, CancellationToken cancellationToken)
    {
        // Time in which nobody looked (the host was away) or nothing was to happen (a pause) is nobody's fault.
        if (held || _patientSince is null)
            _patientSince = Now;
        return rollout.Phase switch
        {
            RolloutPhase.Preparing => PrepareAsync(rollout, fence, held, cancellationToken),
            RolloutPhase.RollingOut => RollAsync(rollout, fence, held, cancellationToken),
            RolloutPhase.Removing => RemoveAsync(rollout, fence, cancellationToken),
            RolloutPhase.Restoring => RestoreAsync(rollout, fence, cancellationToken),
            _ => throw new InvalidOperationException($"A rollout that is {rollout.Phase} can't be carried on."),
        };
    }

    private async Task<Advance> PrepareAsync(Rollout rollout, long fence, bool held, CancellationToken cancellationToken)
    {
        if (held)
            return Idle();
        var to = Wanted(rollout);
        var answer = await target.PrepareAsync(Named(rollout, fence, "prepare"), to, cancellationToken);
        return answer.Outcome switch
        {
            TargetOutcome.Done => Progress(new StepStarted(1, Now)),
            TargetOutcome.Failed => Advance.Happened(new RolloutFailed(new Failure(answer.Reason ?? "The target could not prepare it."), Now)),
            _ => NotDone(rollout, answer, to.Spec.Strategy.Deadline),
        };
    }

    private async Task<Advance> RollAsync(Rollout rollout, long fence, bool held, CancellationToken cancellationToken)
    {
        var to = Wanted(rollout);
        var deadline = to.Spec.Strategy.Deadline;
        var seen = await target.ObserveAsync(component, cancellationToken);
        if (seen.Value is not { } observation)
            return NotDone(rollout, seen, deadline);

        if (await ShareTrafficAsync(rollout, fence, observation, to, alone: false, cancellationToken) is { } notShared)
            return NotDone(rollout, notShared, deadline);
        var sets = Sets.Of(observation, to, to.Spec.Strategy.MinReady, Now);
        switch (RollingOf(rollout, to).Next(rollout.Step, sets.New, sets.Old))
        {
            case RollingMove.Scale scale:
                return await ScaleAsync(rollout, fence, sets, to, scale, cancellationToken) is { } notScaled
                    ? NotDone(rollout, notScaled, deadline)
                    : Moved();
            case RollingMove.StepDone when rollout.Step < rollout.Steps:
                return held ? Idle() : Progress(new StepStarted(rollout.Step + 1, Now));
            case RollingMove.StepDone:
                return await ShareTrafficAsync(rollout, fence, observation, to, alone: true, cancellationToken) is { } notAlone
                    ? NotDone(rollout, notAlone, deadline)
                    : Progress(new RolloutSucceeded(Now));
            default:
                return await WaitOrFailAsync(rollout, observation, to, sets, cancellationToken);
        }
    }

    private async Task<Advance> WaitOrFailAsync(
        Rollout rollout, Observation observation, RevisionSpec to, Sets sets, CancellationToken cancellationToken)
    {
        // Instances that were there before an in-place change may be ill for a moment, as at any other time.
        if ((rollout.InPlace ? FailedInstance(observation, to.Number) : NewlyBroken(observation, to.Number)) is { } broken)
            return Advance.Happened(new RolloutFailed(await EvidenceAsync(to.Number, broken, cancellationToken), Now));
        var deadline = to.Spec.Strategy.Deadline;
        return Expired(rollout, deadline)
            ? Advance.Happened(new RolloutFailed(await StuckAsync(observation, to, deadline, cancellationToken), Now))
            : Idle(sets.ReadyIn);
    }

    private async Task<Advance> RemoveAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        var patience = RemovalGrace + (rollout.From?.Revision.Spec.StopWithin ?? TimeSpan.Zero);
        return await GoneAsync(rollout, fence, "remove", cancellationToken) switch
        {
            (true, _) => Progress(new RolloutSucceeded(Now)),
            (_, { Outcome: TargetOutcome.Failed } answer) => Advance.Happened(new RolloutFailed(new Failure(answer.Reason ?? "It could not be removed."), Now)),
            (_, { } answer) when answer.Outcome != TargetOutcome.Done => NotDone(rollout, answer, patience),
            _ when Expired(rollout, patience) => Advance.Happened(new RolloutFailed(new Failure(
                $"Its instances were still there {Text(patience)} after they were told to stop."), Now)),
            _ => Idle(),
        };
    }

    private async Task<Advance> RestoreAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        if (rollout.From is not { Revision: var before })
            return await UndoCreationAsync(rollout, fence, cancellationToken);

        var within = before.Spec.Rollback.Within;
        var seen = await target.ObserveAsync(component, cancellationToken);
        if (seen.Value is not { } observation)
            return NotRestored(rollout, seen, within);
        // Healthy instances of both share the traffic until those of before are all there: nobody is turned away meanwhile.
        var sets = Sets.Of(observation, before, TimeSpan.Zero, Now);
        if (await ShareTrafficAsync(rollout, fence, observation, before, alone: false, cancellationToken) is { } notShared)
            return NotRestored(rollout, notShared, within);
        switch (Rolling.AtOnce(before.Spec.Replicas, before.Spec.Replicas).Next(1, sets.New, sets.Old))
        {
            case RollingMove.Scale scale:
                return await ScaleAsync(rollout, fence, sets, before, scale, cancellationToken) is { } notScaled
                    ? NotRestored(rollout, notScaled, within)
                    : Moved();
            case RollingMove.StepDone:
                return await ShareTrafficAsync(rollout, fence, observation, before, alone: true, cancellationToken) is { } notAlone
                    ? NotRestored(rollout, notAlone, within)
                    : Progress(new RestoreSucceeded(Now));
            default:
                if (FailedInstance(observation, before.Number) is { } broken)
                    return Advance.Happened(new RestoreFailed(await EvidenceAsync(before.Number, broken, cancellationToken), Now));
                return Expired(rollout, within)
                    ? Advance.Happened(new RestoreFailed(await StuckAsync(observation, before, within, cancellationToken), Now))
                    : Idle();
        }
    }

    private async Task<Advance> UndoCreationAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        var within = rollout.To?.Spec.Rollback.Within ?? RemovalGrace;
        return await GoneAsync(rollout, fence, "undo", cancellationToken) switch
        {
            (true, _) => Progress(new RestoreSucceeded(Now)),
            (_, { Outcome: not TargetOutcome.Done } answer) => NotRestored(rollout, answer, within),
            _ when Expired(rollout, within) => Advance.Happened(new RestoreFailed(new Failure(
                $"Its new instances were still there {Text(within)} after they were told to stop."), Now)),
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

    /// <summary>Tells the target how many of which; null when it agreed to all.</summary>
    private async Task<TargetAnswer?> ScaleAsync(
        Rollout rollout, long fence, Sets sets, RevisionSpec keep, RollingMove.Scale scale, CancellationToken cancellationToken)
    {
        if (scale.New != sets.New.Wanted)
        {
            var answer = await target.ScaleAsync(
                Named(rollout, fence, $"scale-r{keep.Number}-{scale.New}"), keep, scale.New, cancellationToken);
            if (answer.Outcome != TargetOutcome.Done)
                return answer;
        }
        var surplus = sets.Old.Wanted - scale.Old;
        foreach (var old in sets.Others)
        {
            var fewer = Math.Min(surplus, old.Wanted);
            if (fewer == 0)
                continue;
            surplus -= fewer;
            var answer = await target.ScaleAsync(
                Named(rollout, fence, $"scale-r{old.Number}-{old.Wanted - fewer}"), SpecOf(rollout, old.Number, keep), old.Wanted - fewer, cancellationToken);
            if (answer.Outcome != TargetOutcome.Done)
                return answer;
        }
        return null;
    }

    /// <summary>Lets the revision have traffic, beside the others or alone; null when it is so.</summary>
    private async Task<TargetAnswer?> ShareTrafficAsync(
        Rollout rollout, long fence, Observation observation, RevisionSpec revision, bool alone, CancellationToken cancellationToken)
    {
        if (revision.Spec.Port is null)
            return null;
        var others = alone ? [] : observation.Revisions.Where(r => r.Number != revision.Number && r.Wanted > 0).Select(r => r.Number);
        var numbers = others.Append(revision.Number).Order().ToImmutableArray();
        if (observation.Traffic is { } now && now.Weights.Select(w => w.Revision).Order().SequenceEqual(numbers))
            return null;
        var split = new TrafficSplit(ByInstance: true, [.. numbers.Select(n => new RevisionWeight(n, 0))]);
        var answer = await target.SetTrafficAsync(Named(rollout, fence, "traffic-" + string.Join('-', numbers)), split, cancellationToken);
        return answer.Outcome == TargetOutcome.Done ? null : answer;
    }

    private async Task<Failure> EvidenceAsync(int revision, ObservedInstance broken, CancellationToken cancellationToken)
    {
        var reason = broken.Phase == InstancePhase.Unhealthy
            ? $"Instance {broken.Id} was healthy and is not any more."
            : $"Instance {broken.Id} did not become healthy.";
        return new Failure(reason, broken.Id, broken.LastAnswer, await LogTailAsync(revision, cancellationToken));
    }

    private async Task<Failure> StuckAsync(Observation observation, RevisionSpec revision, TimeSpan patience, CancellationToken cancellationToken)
    {
        var instances = observation.Revisions.FirstOrDefault(r => r.Number == revision.Number)?.Instances ?? [];
        var laggard = instances.FirstOrDefault(i => i.Phase is not InstancePhase.Healthy);
        var ready = instances.Count(i => i.Phase == InstancePhase.Healthy);
        return new Failure(
            $"It did not get ahead for {Text(patience)}: {ready} of {revision.Spec.Replicas} instances are healthy.",
            laggard?.Id, laggard?.LastAnswer, await LogTailAsync(revision.Number, cancellationToken));
    }

    private async Task<IReadOnlyList<string>> LogTailAsync(int revision, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(TimeSpan.FromSeconds(2));
        var lines = new List<string>();
        try
        {
            await foreach (var line in target.ReadLogAsync(component, revision, LogTailLines, follow: false, enough.Token))
                lines.Add(Printable(line.Text));
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            lines.Add($"(the log could not be read: {problem.Message})");
        }
        return lines;
    }

    /// <summary>What a service wrote may be anything; the record takes text, and not without end.</summary>
    private static string Printable(string line) =>
        new([.. line.Take(LogLineLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)]);

    private Advance NotDone(Rollout rollout, TargetAnswer answer, TimeSpan deadline) =>
        Retry(rollout, answer, deadline) ?? Advance.Happened(new RolloutFailed(GivenUp(answer, deadline), Now));

    private Advance NotRestored(Rollout rollout, TargetAnswer answer, TimeSpan within) =>
        Retry(rollout, answer, within) ?? Advance.Happened(new RestoreFailed(GivenUp(answer, within), Now));

    private Advance? Retry(Rollout rollout, TargetAnswer answer, TimeSpan patience) => answer.Outcome switch
    {
        TargetOutcome.Fenced => Advance.Lost,
        TargetOutcome.Failed => null,
        _ => Expired(rollout, patience) ? null : Idle(),
    };

    private static Failure GivenUp(TargetAnswer answer, TimeSpan patience) => new(answer.Outcome == TargetOutcome.Failed
        ? answer.Reason ?? "The target refused."
        : $"The target did not answer for {Text(patience)}: {answer.Reason}");

    private static Rolling RollingOf(Rollout rollout, RevisionSpec to) =>
        rollout.InPlace || rollout.From is null || to.Spec.Strategy is not RollingSpec rolling
            ? Rolling.AtOnce(to.Spec.Replicas, 0)
            : Rolling.Of(rolling, to.Spec.Replicas, rollout.From.Revision.Spec.Replicas);

    /// <summary>How many steps the way to a revision has.</summary>
    public static int StepsOf(RevisionSpec? to, LiveRevision? from, bool inPlace) =>
        to is null || from is null || inPlace || to.Spec.Strategy is not RollingSpec rolling
            ? 1
            : Rolling.Of(rolling, to.Spec.Replicas, from.Revision.Spec.Replicas).Steps;

    /// <summary>An instance of the new revision that will not do: it never came up, or it came up and fell ill.</summary>
    private static ObservedInstance? NewlyBroken(Observation observation, int revision) =>
        observation.Revisions.FirstOrDefault(r => r.Number == revision)?.Instances
            .FirstOrDefault(i => i.Phase is InstancePhase.Failed or InstancePhase.Unhealthy);

    /// <summary>An instance that is given up. One that ran before may be unhealthy for a moment; only the target knows when it is lost.</summary>
    private static ObservedInstance? FailedInstance(Observation observation, int revision) =>
        observation.Revisions.FirstOrDefault(r => r.Number == revision)?.Instances.FirstOrDefault(i => i.Phase == InstancePhase.Failed);

    private static RevisionSpec SpecOf(Rollout rollout, int number, RevisionSpec other) =>
        rollout.From?.Revision is { } from && from.Number == number ? from
        : rollout.To is { } to && to.Number == number ? to
        : other with { Number = number };

    private static RevisionSpec Wanted(Rollout rollout) =>
        rollout.To ?? throw new InvalidOperationException("A removal has no new revision.");

    private Operation Named(Rollout rollout, long fence, string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"{rollout.Deployment}/{component.Component}/r{rollout.To?.Number ?? 0}/{rollout.Phase}/{rollout.Step}/{what}"),
        component, fence);

    private bool Expired(Rollout rollout, TimeSpan patience) =>
        Now - (_patientSince > rollout.StepStartedAt ? _patientSince.Value : rollout.StepStartedAt) > patience;

    private Advance Progress(ComponentEvent happened)
    {
        _poll = FirstPoll;
        return Advance.Happened(happened);
    }

    private Advance Moved()
    {
        _poll = FirstPoll;
        return Advance.Again;
    }

    private Advance Idle(TimeSpan? atMost = null)
    {
        var wait = atMost is { } most && most < _poll ? most : _poll;
        _poll = _poll * 1.5 < LongestPoll ? _poll * 1.5 : LongestPoll;
        return Advance.After(wait);
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private static string Text(TimeSpan span) => span.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min");

    /// <summary>The instances of one revision against all others.</summary>
    private sealed record Sets(InstanceCounts New, InstanceCounts Old, ImmutableArray<ObservedRevision> Others, TimeSpan? ReadyIn)
    {
        public static Sets Of(Observation observation, RevisionSpec revision, TimeSpan minReady, DateTimeOffset now)
        {
            var counts = new InstanceCounts();
            var old = new InstanceCounts();
            var others = ImmutableArray.CreateBuilder<ObservedRevision>();
            TimeSpan? readyIn = null;
            foreach (var seen in observation.Revisions)
            {
                var isNew = seen.Number == revision.Number;
                var existing = seen.Instances.Count(i => i.Phase != InstancePhase.Stopping);
                var ready = seen.Instances.Count(i => i.Phase == InstancePhase.Healthy && (!isNew || minReady == TimeSpan.Zero || now - i.Since >= minReady));
                if (isNew)
                {
                    counts = new InstanceCounts(seen.Wanted, existing, ready);
                    if (seen.Instances.Where(i => i.Phase == InstancePhase.Healthy && now - i.Since < minReady).ToArray() is { Length: > 0 } ripening)
                        readyIn = ripening.Min(i => minReady - (now - i.Since));
                }
                else
                {
                    old = new InstanceCounts(old.Wanted + seen.Wanted, old.Existing + existing, old.Ready + ready);
                    others.Add(seen);
                }
            }
            return new Sets(counts, old, others.ToImmutable(), readyIn);
        }
    }
}
