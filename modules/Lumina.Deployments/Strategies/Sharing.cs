using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Strategies;

/// <summary>Between shares, which know a new and an old revision, and splits, which know numbers.</summary>
/// <param name="New">The new revision.</param>
/// <param name="Old">The old one; null when there is none.</param>
/// <param name="Others">All other revisions that take part when each instance gets the same.</param>
internal sealed record Sharing(int New, int? Old, ImmutableArray<int> Others)
{
    /// <summary>The canary whose users are chosen, whose requests are copied and whose clients are kept while both revisions have a share; null for none.</summary>
    public CanarySpec? Canary { get; init; }

    /// <summary>How traffic is shared; null when never, or with other revisions, or in other ways.</summary>
    public Share? Read(TrafficSplit? split)
    {
        if (split is null || (split.Preview ?? New) != New)
            return null;
        return ReadShare(split) is { } share && AreRoutedAlike(split, Write(share)) ? share : null;
    }

    public TrafficSplit Write(Share share) => Routed(Shared(share) with { Preview = share.Preview ? New : null });

    private Share? ReadShare(TrafficSplit split)
    {
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

    /// <summary>Only between two revisions is there anything to choose.</summary>
    private TrafficSplit Routed(TrafficSplit split) => Canary is null || split.ByInstance || split.Weights.Length < 2
        ? split
        : split with
        {
            Matches = [.. Canary.Matches.Select(m => m.In == RequestPart.Header ? new TrafficMatch(m.Name, null, m.Value, New) : new TrafficMatch(null, m.Name, m.Value, New))],
            Mirror = Canary.Mirror is { } percent ? new TrafficMirror(New, percent) : null,
            Sticky = Canary.Sticky,
        };

    private static bool AreRoutedAlike(TrafficSplit one, TrafficSplit other) =>
        MatchesOf(one).SequenceEqual(MatchesOf(other)) && one.Mirror == other.Mirror && one.Sticky == other.Sticky;

    private static ImmutableArray<TrafficMatch> MatchesOf(TrafficSplit split) => split.Matches.IsDefault ? [] : split.Matches;

    private static TrafficSplit Alone(int revision) => new(ByInstance: true, [new RevisionWeight(revision, 100)]);
}
