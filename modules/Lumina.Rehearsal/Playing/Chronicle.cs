using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;

namespace Lumina.Rehearsal.Playing;

/// <summary>Writes down what happens, as it does.</summary>
internal sealed class Chronicle(TimeProvider time)
{
    private readonly List<TimelineEntry> _entries = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (ComponentTrack Track, List<Sample> Samples)> _tracks = new(StringComparer.Ordinal);
    private readonly List<Noticed> _noticed = [];
    private readonly HashSet<string> _awaitsTraffic = new(StringComparer.Ordinal);
    private DateTimeOffset? _start;

    public ImmutableArray<TimelineEntry> Entries => [.. _entries];

    public ImmutableArray<Noticed> Noticed => [.. _noticed];

    public ImmutableArray<ComponentTrack> Tracks => [.. _order.Select(name => _tracks[name].Track with { Samples = [.. _tracks[name].Samples] })];

    public TimeSpan Now => _start is { } start ? time.GetUtcNow() - start : TimeSpan.Zero;

    /// <summary>From now on it counts.</summary>
    public void Start() => _start = time.GetUtcNow();

    public TimeSpan Since(DateTimeOffset moment) => _start is { } start ? moment - start : TimeSpan.Zero;

    /// <summary>Something of the deployment.</summary>
    public void Add(EntryKind kind, string text) => _entries.Add(new TimelineEntry(Now, null, kind, text));

    /// <summary>Something of a component.</summary>
    public void Add(string component, Rollout? rollout, EntryKind kind, string text, string? evidence = null) => _entries.Add(new TimelineEntry(Now, component, kind, text)
    {
        Step = rollout?.Step ?? 0,
        Steps = rollout?.Steps ?? 0,
        Sample = _tracks.TryGetValue(component, out var track) && track.Samples.Count > 0 ? track.Samples[^1] : null,
        Evidence = evidence,
    });

    public void Begins(string component, RolloutStarted started)
    {
        _order.Add(component);
        _tracks[component] = (new ComponentTrack(
            component, started.Action.ToString().ToLowerInvariant(), Telling.StrategyOf(started.To?.Spec.Strategy), started.FromVersion, started.To?.Spec.Version,
            started.To?.Spec.Port is not null, []), []);
    }

    public void Notice(string component, Failure failure, DateTimeOffset? injected) => _noticed.Add(new Noticed(component, Now, failure.Reason, failure.LastAnswer)
    {
        InjectedAt = injected is { } since ? Since(since) : null,
    });

    /// <summary>From now on all its traffic has to go back.</summary>
    public void TakesBack(string component) => _awaitsTraffic.Add(component);

    /// <summary>How a component is now; kept when it was different before.</summary>
    public void See(string component, Rollout rollout, Observation seen)
    {
        if (_start is null || !_tracks.TryGetValue(component, out var track))
            return;
        var sample = Looking.At(seen, rollout.To?.Number, rollout.From?.Revision.Number, rollout.InPlace, Now);
        if (track.Samples.Count == 0 || track.Samples[^1] with { At = sample.At } != sample)
            track.Samples.Add(sample);
        if (rollout.From is null || sample is not { NewPercent: 0, OldPercent: 100 } || rollout.Phase is not (RolloutPhase.Restoring or RolloutPhase.Restored) || !_awaitsTraffic.Remove(component))
            return;
        var index = _noticed.FindIndex(n => n.Component == component);
        if (index >= 0)
            _noticed[index] = _noticed[index] with { TrafficBackAt = Now };
        if (track.Track.HasTraffic)
            Add(component, rollout, EntryKind.TrafficBack, $"all the traffic is on {Telling.Name(rollout.From.Revision)} again");
    }
}
