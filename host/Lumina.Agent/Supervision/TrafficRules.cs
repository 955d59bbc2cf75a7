using Lumina.Deployments.Targets;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>How a traffic split is checked, and told to the gateway.</summary>
internal static class TrafficRules
{
    /// <summary>The same with empty lists where JSON had none: a generated reader leaves them unset.</summary>
    public static TrafficSplit Whole(TrafficSplit split) => split with
    {
        Weights = split.Weights.IsDefault ? [] : split.Weights,
        Matches = split.Matches.IsDefault ? [] : split.Matches,
    };

    /// <summary>Why a split can't be carried out; null when it can.</summary>
    public static string? Check(TrafficSplit split)
    {
        if (!split.ByInstance && (split.Weights.Any(weight => weight.Weight is < 0 or > 100) || split.Weights.Sum(weight => weight.Weight) != 100))
            return "the weights of a traffic split are 0 to 100 each and add up to 100";
        if (split.Matches.Any(match => string.IsNullOrEmpty(match.Header) == string.IsNullOrEmpty(match.Cookie)))
            return "a match of a traffic split names a header or a cookie, and not both";
        return split.Mirror is { Percent: < 1 or > 100 } ? "a mirror of a traffic split gets 1 to 100 percent" : null;
    }

    public static TrafficShares? Shares(TrafficSplit? split)
    {
        if (split is null)
            return null;
        var whole = Whole(split);
        return new TrafficShares(whole.ByInstance, [.. whole.Weights.Select(weight => new RevisionShare(weight.Revision, weight.Weight))])
        {
            Chosen = [.. whole.Matches.Select(match => new ChosenRequests(match.Header, match.Cookie, match.Value, match.Revision))],
            Mirror = whole.Mirror is { } mirror ? new MirrorShare(mirror.Revision, mirror.Percent) : null,
            Sticky = whole.Sticky,
        };
    }
}
