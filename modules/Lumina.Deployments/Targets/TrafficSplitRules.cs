namespace Lumina.Deployments.Targets;

/// <summary>What every driver holds a traffic split against, so that all of them refuse the same.</summary>
public static class TrafficSplitRules
{
    /// <summary>The same with empty lists where there were none: a generated reader of JSON leaves them unset.</summary>
    public static TrafficSplit Whole(TrafficSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return split with
        {
            Weights = split.Weights.IsDefault ? [] : split.Weights,
            Matches = split.Matches.IsDefault ? [] : split.Matches,
        };
    }

    /// <summary>Why a split can't be carried out; null when it can.</summary>
    public static string? Check(TrafficSplit split)
    {
        var whole = Whole(split);
        if (whole.Weights.Select(weight => weight.Revision).Distinct().Count() != whole.Weights.Length)
            return "a traffic split names each revision once";
        if (!whole.ByInstance && (whole.Weights.Any(weight => weight.Weight is < 0 or > 100) || whole.Weights.Sum(weight => weight.Weight) != 100))
            return "the weights of a traffic split are 0 to 100 each and add up to 100";
        if (whole.Matches.Any(match => string.IsNullOrEmpty(match.Header) == string.IsNullOrEmpty(match.Cookie)))
            return "a match of a traffic split names a header or a cookie, and not both";
        return whole.Mirror is { Percent: < 1 or > 100 } ? "a mirror of a traffic split gets 1 to 100 percent" : null;
    }
}
