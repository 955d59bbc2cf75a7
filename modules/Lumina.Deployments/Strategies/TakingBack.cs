namespace Lumina.Deployments.Strategies;

/// <summary>
/// Brings what ran before back. Where it still has traffic, or is whole, it gets all the traffic at once and the new instances go then. Where
/// it has to be started again, healthy instances of both share the traffic until it is whole, so that nobody is turned away meanwhile.
/// </summary>
public static class TakingBack
{
    /// <param name="total">How many instances ran before.</param>
    /// <param name="look">With what ran before as <see cref="Look.New"/>, and all else as <see cref="Look.Old"/>.</param>
    public static Move Next(int total, Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var isWhole = look.New.Ready >= total;
        var serves = look.Traffic == Share.New || (look.New.Ready > 0 && look.Traffic is { NewWeight: > 0 });
        var share = isWhole || serves || look.Old.Wanted == 0 ? Share.New : Share.ByInstance;
        return look.IsRouted(share) ? Rolling.AtOnce(total, total).Next(1, look.New, look.Old) : new Move.Route(share);
    }
}
