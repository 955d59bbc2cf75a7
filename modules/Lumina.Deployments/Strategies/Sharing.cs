using System.Collections.Immutable;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Strategies;

/// <summary>Between shares, which know a new and an old revision, and splits, which know numbers.</summary>
/// <param name="New">The new revision.</param>
/// <param name="Old">The old one; null when there is none.</param>
/// <param name="Others">All other revisions that take part when each instance gets the same.</param>
internal sealed record Sharing(int New, int? Old, ImmutableArray<int> Others)
{
    /// <summary>How traffic is shared; null when never, or with other revisions, or in other ways.</summary>
    public Share? Read(TrafficSplit? split)
    {
        if (split is null || !split.Matches.IsDefaultOrEmpty || split.Mirror is not null || split.Sticky || (split.Preview ?? New) != New)
            return null;
        var preview = split.Preview is not null;
        var listed = split.Weights.Where(w => split.ByInstance || w.Weight > 0).ToArray();
        if (listed is [var only])
            return only.Revision == New ? Share.New with { Preview = preview } : only.Revision == Old ? Share.Old with { Preview = preview } : null;
        if (split.ByInstance)
            return listed.Select(w => w.Revision).Order().SequenceEqual(Everybody) ? Share.ByInstance with { Preview = preview } : null;
        return listed.Length == 2 && listed.FirstOrDefault(w => w.Revision == New) is { } mine && listed.Any(w => w.Revision == Old)
            ? new Share(mine.Weight, preview)
            : null;
    }

    public TrafficSplit Write(Share share) => Shared(share) with { Preview = share.Preview ? New : null };

    private IEnumerable<int> Everybody => Others.Append(New).Distinct().Order();

    private TrafficSplit Shared(Share share) => share.NewWeight switch
    {
        null => new TrafficSplit(ByInstance: true, [.. Everybody.Select(n => new RevisionWeight(n, 0))]),
        >= 100 => Alone(New),
        0 when Old is { } old => Alone(old),
        { } weight when Old is { } old => new TrafficSplit(ByInstance: false, [.. new[]
        {
            new RevisionWeight(old, 100 - weight), new RevisionWeight(New, weight),
        }.OrderBy(w => w.Revision)]),
        _ => Alone(New),
    };

    private static TrafficSplit Alone(int revision) => new(ByInstance: true, [new RevisionWeight(revision, 100)]);
}
