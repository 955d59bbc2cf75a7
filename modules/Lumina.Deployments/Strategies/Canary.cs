using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Strategies;

/// <summary>
/// The new revision gets a growing share of the traffic beside the whole old set, which stays until the last step is done. Each step first
/// brings as many new instances as its share needs, then the share; from that moment its time counts.
/// </summary>
/// <param name="NewTotal">How many new instances are wanted in the end.</param>
/// <param name="Stages">The steps of the plan; one more, for all of the traffic, follows them.</param>
/// <param name="Keeps">Whether the old instances stay.</param>
public sealed record Canary(int NewTotal, ImmutableArray<CanaryStep> Stages, bool Keeps) : IStrategy
{
    public int Steps => Stages.Length + 1;

    public bool Weighs => true;

    public bool IsGate(int step) => step >= 1 && step < Steps && Stages[step - 1].For is null;

    public bool IsTimed(int step) => step >= 1 && step < Steps && Stages[step - 1].For is not null;

    /// <summary>The share of a step in whole percent: rounded half up, at least 1, and less than 100 unless the plan says 100. 0 before the first.</summary>
    public int WeightOf(int step) =>
        step < 1 ? 0
        : step >= Steps || Stages[step - 1].Weight >= 100 ? 100
        : Math.Clamp((int)Math.Floor(Stages[step - 1].Weight + 0.5m), 1, 99);

    /// <summary>How many new instances a step has: the share of them that it has of the traffic, rounded up, at least one where any are wanted.</summary>
    public int ScaleOf(int step) =>
        step >= Steps ? NewTotal : Math.Min(NewTotal, Math.Max(1, (int)Math.Ceiling(NewTotal * Stages[step - 1].Weight / 100m)));

    public Move Next(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var last = look.Step >= Steps;
        if (look.Full && !last)
            return new Move.StepDone();
        // Also between steps and at the last one: what is measured over the whole rollout fails it at any time.
        if (look.Verdict is Verdict.Failing bad)
            return new Move.Fail(bad.Reason, bad.Evidence);
        // A share that is none of ours (instances shared evenly before) becomes the share of the step before.
        if (look.HasTraffic && look.Traffic is not { NewWeight: not null, Preview: false })
            return new Move.Route(new Share(WeightOf(look.Step - 1)));
        if (InPlace(look) is { } notYet)
            return notYet;
        if (last)
            return !Keeps && look.Old.Wanted > 0 ? new Move.Scale(look.New.Wanted, 0) : new Move.StepDone();
        return look.HeldSince is { } since ? Held(look, since) : new Move.Hold();
    }

    private Move? InPlace(Look look)
    {
        var goal = ScaleOf(look.Step);
        var share = new Share(WeightOf(look.Step));
        if (look.New.Wanted < goal)
            return new Move.Scale(goal, look.Old.Wanted);
        // The last step's share stays as it is while an instance is being replaced.
        if (look.New.Ready < goal && !(look.HasTraffic && look.Step >= Steps && look.IsRouted(share)))
            return new Move.Wait();
        return look.IsRouted(share) ? null : new Move.Route(share);
    }

    private Move Held(Look look, DateTimeOffset since)
    {
        if (Stages[look.Step - 1].For is not { } lasts)
            return look.GateOpened ? new Move.StepDone() : new Move.Soak(null);
        if (look.WaitSkipped)
            return new Move.StepDone();
        var left = since + lasts - look.Now;
        return left > TimeSpan.Zero ? new Move.Soak(left)
            : look.Verdict is Verdict.Passing ? new Move.StepDone()
            : new Move.Soak(null);
    }
}
