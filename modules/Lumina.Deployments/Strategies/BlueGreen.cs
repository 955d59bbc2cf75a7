using Lumina.Language.Plans;

namespace Lumina.Deployments.Strategies;

/// <summary>
/// The new revision is started whole beside the old one, which has all the traffic until the new one is ready, has passed what it has to pass
/// and, if the plan wants it, a person has agreed. Then the traffic goes over at once.
/// </summary>
/// <param name="NewTotal">How many new instances are wanted.</param>
/// <param name="Verifies">Whether there is something to pass, at the preview address.</param>
/// <param name="Approved">Whether a person has to agree to the switch.</param>
/// <param name="Keeps">Whether the old instances stay.</param>
public sealed record BlueGreen(int NewTotal, bool Verifies, bool Approved, bool Keeps) : IStrategy
{
    public static BlueGreen Of(BlueGreenSpec spec, int newTotal, bool keeps)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new BlueGreen(newTotal, spec.Verify is not null, spec.Switch == SwitchMode.Approved, keeps);
    }

    /// <summary>For going back: nothing has to be passed and nobody asked.</summary>
    public static BlueGreen AtOnce(int newTotal) => new(newTotal, false, false, false);

    /// <summary>Start, perhaps verify, switch.</summary>
    public int Steps => Verifies ? 3 : 2;

    public bool Weighs => true;

    public bool IsGate(int step) => Approved && step == Steps;

    public Move Next(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return look.Step >= Steps ? Switch(look) : Beside(look) ?? (look.Step == 1 || look.Verified ? new Move.StepDone() : new Move.Verify());
    }

    /// <summary>Sees to it that the new ones are all there; null when they are.</summary>
    private Move? Beside(Look look)
    {
        var aside = Share.Old with { Preview = Verifies };
        return !look.IsRouted(aside) ? new Move.Route(aside) : Whole(look);
    }

    private Move? Whole(Look look) =>
        look.New.Wanted != NewTotal ? new Move.Scale(NewTotal, look.Old.Wanted)
        : look.New.Ready < NewTotal ? new Move.Wait()
        : null;

    private Move Switch(Look look)
    {
        // What has taken the traffic is not taken back because an instance is being replaced.
        var isOver = look.HasTraffic && look.Traffic == Share.New;
        if (!isOver && Whole(look) is { } notYet)
            return notYet;
        if (!isOver && Approved && !look.GateOpened && !look.Full)
            return look.HeldSince is null ? new Move.Hold() : new Move.Soak(null);
        if (!look.IsRouted(Share.New))
            return new Move.Route(Share.New);
        return !Keeps && look.Old.Wanted > 0 ? new Move.Scale(look.New.Wanted, 0) : new Move.StepDone();
    }
}
