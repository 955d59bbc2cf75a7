using System.Collections.Immutable;
using Lumina.Deployments.Targets;

namespace Lumina.Targets.Simulated;

/// <summary>The traffic of one component: gives the time that has passed to its revisions, as requests. Not thread-safe.</summary>
/// <param name="key">Whose.</param>
internal sealed class SimulatedTraffic(ComponentKey key)
{
    private readonly SortedDictionary<int, SimulatedRequests> _requests = [];
    private readonly Dictionary<int, (double? ErrorPercent, TimeSpan? Latency)> _injected = [];
    private DateTimeOffset? _until;

    /// <summary>From now on a revision fails, or takes, as said and not as its plan says.</summary>
    public void Inject(int revision, double? errorPercent, TimeSpan? latency) => _injected[revision] = (errorPercent, latency);

    /// <summary>Counts the requests since the last time. Called before anything changes: until then everything was as it is.</summary>
    /// <param name="split">How traffic is shared; null for not at all.</param>
    /// <param name="healthy">Revisions with healthy instances, by number: how many, and how they behave.</param>
    /// <param name="now">Until when.</param>
    public void Pass(TrafficSplit? split, IReadOnlyDictionary<int, (int Instances, SimulatedBehaviour Behaviour)> healthy, DateTimeOffset now)
    {
        var seconds = _until is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0;
        _until = now;
        if (split is null || seconds == 0)
            return;
        var shares = split.Weights.Where(w => healthy.ContainsKey(w.Revision))
            .Select(w => (w.Revision, Share: split.ByInstance ? healthy[w.Revision].Instances : w.Weight)).ToList();
        var total = shares.Sum(s => s.Share);
        foreach (var (revision, share) in shares.Where(s => s.Share > 0))
        {
            var behaviour = healthy[revision].Behaviour;
            var injected = _injected.GetValueOrDefault(revision);
            if (!_requests.TryGetValue(revision, out var requests))
                _requests[revision] = requests = new SimulatedRequests(behaviour.HashOf(key.ToString(), revision));
            requests.Ask(
                seconds * behaviour.RequestsPerSecond * share / total,
                injected.ErrorPercent ?? behaviour.ErrorPercent, injected.Latency ?? behaviour.Latency);
        }
    }

    public ImmutableArray<RevisionMetrics> Read() => [.. _requests.Select(r => r.Value.Read(r.Key))];
}
