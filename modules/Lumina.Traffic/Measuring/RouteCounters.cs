namespace Lumina.Traffic.Measuring;

/// <summary>The counters of a route, by revision.</summary>
internal sealed class RouteCounters
{
    /// <summary>Revisions are never used again: of a component that lives long, only the newest are kept.</summary>
    internal const int MostRevisions = 64;

    private readonly Lock _adding = new();
    private RevisionCounters[] _revisions = [];
    private long _copiesDropped;

    public void Count(int revision, TimeSpan took, bool isError) => Find(revision).Count(took, isError);

    public void CopyDropped() => Interlocked.Increment(ref _copiesDropped);

    public RouteMeasure Read() =>
        new([.. Volatile.Read(ref _revisions).Select(counters => counters.Read())], Interlocked.Read(ref _copiesDropped));

    private RevisionCounters Find(int revision)
    {
        foreach (var counters in Volatile.Read(ref _revisions))
        {
            if (counters.Revision == revision)
                return counters;
        }

        lock (_adding)
        {
            if (Array.Find(_revisions, counters => counters.Revision == revision) is { } added)
                return added;
            var counters = new RevisionCounters(revision);
            Volatile.Write(ref _revisions, [.. _revisions.Append(counters).OrderBy(c => c.Revision).TakeLast(MostRevisions)]);
            return counters;
        }
    }
}
