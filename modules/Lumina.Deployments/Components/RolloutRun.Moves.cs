using System.Collections.Immutable;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Strategies;
using Lumina.Deployments.Targets;
using Lumina.Deployments.Verification;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Components;

/// <summary>Whom a rollout asks about its new revision, beyond the target.</summary>
/// <param name="Judge">Whether a canary is as good as it has to be.</param>
/// <param name="Verifier">Whether a revision passes what it has to before it takes traffic.</param>
internal sealed record Examination(ICanaryJudge Judge, IRevisionVerifier Verifier)
{
    /// <summary>Whether the next step may begin.</summary>
    public IStepPolicy Steps { get; init; } = NoStepPolicy.Instance;

    /// <summary>What instances get.</summary>
    public IRolloutConfiguring Configuring { get; init; } = NoConfiguring.Instance;
}

/// <summary>The way there and back: a strategy says what is next, here it is done.</summary>
internal sealed partial class RolloutRun
{
    private async Task<Advance> RollAsync(Rollout rollout, long fence, bool held, CancellationToken interrupted, CancellationToken cancellationToken)
    {
        var to = Wanted(rollout);
        var deadline = to.Spec.Strategy.Deadline;
        var seen = await target.ObserveAsync(component, cancellationToken);
        if (seen.Value is not { } observation)
            return NotDone(seen, deadline);

        var strategy = StrategyChoice.Of(rollout);
        if (LeftOver(rollout, strategy, observation) is { } leftOver)
            return await ScaleOneAsync(rollout, fence, leftOver, to, 0, cancellationToken) is { } stays
                ? NotDone(stays, deadline)
                : Moved(rollout, new Move.Scale(leftOver.Number, 0));

        var sets = InstanceSets.Of(observation, to.Number, IsReplaced(rollout, strategy), to.Spec.Strategy.MinReady, Now);
        var sharing = new Sharing(to.Number, rollout.From?.Revision.Number, Serving(sets)) { Canary = rollout.InPlace ? null : to.Spec.Strategy as CanarySpec };
        var judged = strategy is Canary ? await examination.Judge.JudgeAsync(component, rollout, interrupted) : Judged.Good;
        var look = LookOf(rollout, to, sets, sharing.Read(observation.Traffic), judged.Verdict);
        var advance = await DoAsync(strategy.Next(look), rollout, fence, held, observation, sets, sharing, interrupted, cancellationToken);
        // What was measured is in the record before what follows from it.
        return judged.Measured is { } measured ? advance with { Events = [measured, .. advance.Events] } : advance;
    }

    private async Task<Advance> DoAsync(
        Move move, Rollout rollout, long fence, bool held, Observation observation, InstanceSets sets, Sharing sharing, CancellationToken interrupted,
        CancellationToken cancellationToken)
    {
        var to = Wanted(rollout);
        var deadline = to.Spec.Strategy.Deadline;
        switch (Fresh(rollout, move))
        {
            case Move.Scale scale:
                return await ScaleAsync(rollout, fence, sets, to, scale, cancellationToken) is { } notScaled ? NotDone(notScaled, deadline) : Moved(rollout, scale);
            case Move.Route route:
                return await RouteAsync(rollout, fence, sharing.Write(route.Share), cancellationToken) is { } notRouted ? NotDone(notRouted, deadline) : Moved(rollout, route);
            case Move.Verify:
                return await VerifyAsync(rollout, to, observation.PreviewEndpoint, interrupted);
            case Move.Hold:
                return Progress(new StepHeld(Now));
            case Move.Fail failed:
                return Advance.Happened(new RolloutFailed(
                    new Failure(failed.Reason, null, failed.Evidence, await _evidence.LogTailAsync(to.Number, cancellationToken)) { By = Notice.Analysis }, Now));
            case Move.StepDone when rollout.Step < rollout.Steps:
                return await NextStepAsync(rollout, held, observation, to, cancellationToken);
            case Move.StepDone:
                var keeps = StrategyChoice.Keeps(to, rollout.From, rollout.InPlace, rollout.Back);
                return await SucceedAsync(rollout, to, new RolloutSucceeded(Now) { KeptUntil = keeps ? Now + to.Spec.Rollback.KeepPrevious : null }, cancellationToken);
            case Move.Soak soak:
                // Nothing is expected to get ahead: the deadline begins anew when something is.
                BePatient(rollout);
                return await FailureOfAsync(rollout, observation, to, cancellationToken) ?? Idle(soak.Left);
            default:
                return await FailureOfAsync(rollout, observation, to, cancellationToken)
                    ?? (Expired(deadline)
                        ? Advance.Happened(new RolloutFailed(await _evidence.OfStuckAsync(observation, to, deadline, cancellationToken), Now))
                        : Idle(sets.ReadyIn));
        }
    }

    private async Task<Advance> RestoreAsync(Rollout rollout, long fence, CancellationToken cancellationToken)
    {
        if (rollout.From is not { Revision: var before })
            return await UndoCreationAsync(rollout, fence, cancellationToken);

        var within = before.Spec.Rollback.Within;
        var seen = await target.ObserveAsync(component, cancellationToken);
        if (seen.Value is not { } observation)
            return NotRestored(seen, within);
        var sets = InstanceSets.Of(observation, before.Number, null, TimeSpan.Zero, Now);
        // What stood by has no part in it, unless it was that which was gone back to: then it is what serves.
        var sharing = new Sharing(before.Number, rollout.To?.Number, [.. Serving(sets).Where(n => n != rollout.Kept?.Number || n == rollout.To?.Number)]);
        var look = new Look(2, sets.New, sets.Old)
        {
            Now = Now,
            HasTraffic = before.Spec.Port is not null,
            Traffic = sharing.Read(observation.Traffic),
        };
        var isAlone = !rollout.InPlace && rollout.To?.Spec.Strategy is RecreateSpec;
        switch (Fresh(rollout, isAlone ? new Recreate(before.Spec.Replicas).Next(look) : TakingBack.Next(before.Spec.Replicas, look)))
        {
            case Move.Scale scale:
                return await ScaleAsync(rollout, fence, sets, before, scale, cancellationToken) is { } notScaled ? NotRestored(notScaled, within) : Moved(rollout, scale);
            case Move.Route route:
                return await RouteAsync(rollout, fence, sharing.Write(route.Share), cancellationToken) is { } notRouted ? NotRestored(notRouted, within) : Moved(rollout, route);
            case Move.StepDone:
                return Progress(new RestoreSucceeded(Now));
            default:
                if (FailedInstance(observation, before.Number) is { } broken)
                    return Advance.Happened(new RestoreFailed(await _evidence.OfBrokenAsync(before.Number, broken, cancellationToken), Now));
                return Expired(within)
                    ? Advance.Happened(new RestoreFailed(await _evidence.OfStuckAsync(observation, before, within, cancellationToken), Now))
                    : Idle();
        }
    }

    private Look LookOf(Rollout rollout, RevisionSpec to, InstanceSets sets, Share? traffic, Verdict verdict) =>
        new(rollout.Step, sets.New, sets.Old)
        {
            Now = Now,
            HasTraffic = to.Spec.Port is not null,
            Traffic = traffic,
            HeldSince = HeldSince(rollout),
            GateOpened = rollout.GateOpened,
            WaitSkipped = rollout.WaitSkipped,
            Full = rollout.Full,
            Verified = rollout.Verified,
            Verdict = verdict,
        };

    /// <summary>A host whose date was ahead may have written when the step began to count: then it counts from now.</summary>
    private DateTimeOffset? HeldSince(Rollout rollout) =>
        rollout.HeldSince is not { } since ? _heldAtMost = null : since <= Now ? since : _heldAtMost ??= Now;

    private async Task<Advance> VerifyAsync(Rollout rollout, RevisionSpec to, string? address, CancellationToken interrupted)
    {
        if (to.Spec.Strategy is not BlueGreenSpec { Verify: { } verify })
            return Progress(new RolloutVerified(Now));
        var found = await examination.Verifier.VerifyAsync(verify, to, address, examination.Configuring.Known(component, rollout, to.Number), interrupted);
        return found.Result switch
        {
            VerificationResult.Passed => Progress(new RolloutVerified(Now)),
            VerificationResult.NotYet when !Expired(verify.Timeout) => Idle(),
            _ => Advance.Happened(new RolloutFailed(new Failure("The new revision did not pass its verification.", null, found.Reason) { By = Notice.Verification }, Now)),
        };
    }

    /// <summary>An instance of the new revision that will not do: it never came up, or it came up and fell ill. Instances that were there before the
    /// rollout may be ill for a moment, as at any other time; only the target knows when they are lost.</summary>
    private async Task<Advance?> FailureOfAsync(Rollout rollout, Observation observation, RevisionSpec to, CancellationToken cancellationToken)
    {
        var wereThere = rollout.InPlace || rollout.Kept?.Number == to.Number;
        var broken = FailedInstance(observation, to.Number, orUnhealthy: !wereThere);
        if (broken is not null)
            return Advance.Happened(new RolloutFailed(await _evidence.OfBrokenAsync(to.Number, broken, cancellationToken), Now));
        return !wereThere && _crashes.Find(observation.Revisions.Where(r => r.Number == to.Number).SelectMany(r => r.Instances)) is { } looping
            ? Advance.Happened(new RolloutFailed(await _evidence.OfLoopAsync(to.Number, looping, cancellationToken), Now))
            : null;
    }

    private static ObservedInstance? FailedInstance(Observation observation, int revision, bool orUnhealthy = false) =>
        observation.Revisions.FirstOrDefault(r => r.Number == revision)?.Instances
            .FirstOrDefault(i => i.Phase == InstancePhase.Failed || (orUnhealthy && i.Phase == InstancePhase.Unhealthy));

    /// <summary>Instances that are no part of this rollout and have no traffic: what was kept of an earlier one, and, where traffic is weighed
    /// between two revisions, whatever was left behind.</summary>
    private static ObservedRevision? LeftOver(Rollout rollout, IStrategy strategy, Observation observation) => observation.Revisions.FirstOrDefault(r =>
        r.Wanted > 0 && r.Number != rollout.To?.Number && r.Number != rollout.From?.Revision.Number
        && (r.Number == rollout.Kept?.Number || strategy.Weighs)
        && !(observation.Traffic?.Weights.Any(w => w.Revision == r.Number) ?? false));

    /// <summary>Which revisions a strategy replaces.</summary>
    private static Func<int, bool> IsReplaced(Rollout rollout, IStrategy strategy) => strategy switch
    {
        { Weighs: true } => number => number == rollout.From?.Revision.Number,
        Recreate => _ => true,
        _ => number => number != rollout.Kept?.Number,
    };

    private static ImmutableArray<int> Serving(InstanceSets sets) => [.. sets.Others.Where(r => r.Wanted > 0).Select(r => r.Number)];

    /// <summary>Tells the target how many of which; null when it agreed to all.</summary>
    private async Task<TargetAnswer?> ScaleAsync(
        Rollout rollout, long fence, InstanceSets sets, RevisionSpec keep, Move.Scale scale, CancellationToken cancellationToken)
    {
        if (scale.New != sets.New.Wanted
            && NotAgreed(await ScaleToAsync(rollout, fence, keep, scale.New, cancellationToken)) is { } refused)
            return refused;
        var surplus = sets.Old.Wanted - scale.Old;
        foreach (var old in sets.Others)
        {
            var fewer = Math.Min(surplus, old.Wanted);
            if (fewer <= 0)
                continue;
            surplus -= fewer;
            if (await ScaleOneAsync(rollout, fence, old, keep, old.Wanted - fewer, cancellationToken) is { } notScaled)
                return notScaled;
        }
        return null;
    }

    private async Task<TargetAnswer?> ScaleOneAsync(
        Rollout rollout, long fence, ObservedRevision revision, RevisionSpec other, int instances, CancellationToken cancellationToken) =>
        NotAgreed(await ScaleToAsync(rollout, fence, SpecOf(rollout, revision.Number, other), instances, cancellationToken));

    private async Task<TargetAnswer?> RouteAsync(Rollout rollout, long fence, TrafficSplit split, CancellationToken cancellationToken)
    {
        var name = $"traffic-{string.Join('-', split.Weights.Select(w => $"{w.Revision}:{(split.ByInstance ? "each" : w.Weight)}"))}-{split.Preview}";
        return NotAgreed(await target.SetTrafficAsync(Named(rollout, fence, name), split, cancellationToken));
    }

    private static TargetAnswer? NotAgreed(TargetAnswer answer) => answer.Outcome == TargetOutcome.Done ? null : answer;

    private static RevisionSpec SpecOf(Rollout rollout, int number, RevisionSpec other) =>
        rollout.From?.Revision is { } from && from.Number == number ? from
        : rollout.To is { } to && to.Number == number ? to
        : rollout.Kept is { } kept && kept.Number == number ? kept
        : other with { Number = number };
}
