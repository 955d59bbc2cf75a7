using Lumina.Deployments.Targets;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>How a traffic split is told to the gateway.</summary>
internal static class TrafficRules
{
    public static TrafficShares? Shares(TrafficSplit? split)
    {
        if (split is null)
            return null;
        var whole = TrafficSplitRules.Whole(split);
        return new TrafficShares(whole.ByInstance, [.. whole.Weights.Select(weight => new RevisionShare(weight.Revision, weight.Weight))])
        {
            Chosen = [.. whole.Matches.Select(match => new ChosenRequests(match.Header, match.Cookie, match.Value, match.Revision))],
            Mirror = whole.Mirror is { } mirror ? new MirrorShare(mirror.Revision, mirror.Percent) : null,
            Sticky = whole.Sticky,
        };
    }
}
