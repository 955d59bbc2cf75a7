using System.Collections.Immutable;
using System.Globalization;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Targets.Simulated;

/// <summary>One component that does not exist. Not thread-safe; the target locks it.</summary>
internal sealed class SimulatedComponent(ComponentKey key)
{
    /// <summary>How many operations are remembered, as the agent remembers them: a caller repeats its last one, not one of hundreds ago.</summary>
    private const int RememberedOperations = 64;

    private const int MostInstances = 10_000;

    // A few operations are gone through faster than hashed, and most components see no more than that.
    private readonly List<(string Id, TargetAnswer Answer)> _answers = [];
    private readonly SortedDictionary<int, Revision> _revisions = [];
    private readonly SimulatedTraffic _requests = new(key);
    private (int Revision, RevisionContents Contents)? _prepared;
    private TrafficSplit? _traffic;
    private bool _exists;
    private long _fence;
    private int _nextInstance;

    /// <summary>How many different effects were had; for tests.</summary>
    public int Effects { get; private set; }

    /// <summary>Null when nothing is wanted of it and nothing there.</summary>
    public Observation? TryObserve(DateTimeOffset now) => Observe(now) is var seen && (_exists || !seen.Revisions.IsEmpty) ? seen : null;

    /// <summary>Does a thing once: an operation that was seen gets its answer again, one that is older than the newest is refused.</summary>
    public TargetAnswer Once(Operation operation, Func<TargetAnswer> effect)
    {
        if (_answers.FindLast(known => known.Id == operation.Id) is { Id: not null } same)
            return same.Answer;
        if (operation.Fence < _fence)
            return TargetAnswer.Fenced(string.Create(CultureInfo.InvariantCulture, $"fence {operation.Fence} is older than {_fence}"));
        _fence = operation.Fence;
        Effects++;
        var answer = effect();
        if (_answers.Count == RememberedOperations)
            _answers.RemoveAt(0);
        _answers.Add((operation.Id, answer));
        return answer;
    }

    /// <summary>What comes with it is kept for the first instances.</summary>
    public TargetAnswer Prepare(int revision, RevisionContents contents)
    {
        if (!ReferenceEquals(contents, RevisionContents.None))
            _prepared = (revision, contents);
        return TargetAnswer.Done;
    }

    public TargetAnswer Scale(RevisionSpec spec, int instances, RevisionContents contents, DateTimeOffset now)
    {
        Pass(now);
        if (instances is < 0 or > MostInstances)
            return TargetAnswer.Failed(string.Create(CultureInfo.InvariantCulture, $"{instances} instances can't be had: 0 to {MostInstances}"));
        if (!_revisions.TryGetValue(spec.Number, out var revision) && instances > 0)
        {
            if (SimulatedBehaviour.TryRead(spec.Spec.Target, out var problem) is not { } behaviour)
                return TargetAnswer.Failed(problem);
            _revisions[spec.Number] = revision = new Revision(behaviour, behaviour.Fails(key.ToString(), spec.Number));
        }

        _exists = true;
        if (revision is null)
            return TargetAnswer.Done;
        revision.Wanted = instances;
        if (_prepared is { } prepared && prepared.Revision == spec.Number)
        {
            revision.Configuration.Take(spec.Spec, prepared.Contents);
            _prepared = null;
        }

        revision.Configuration.Take(spec.Spec, contents);
        while (revision.Living(now) < instances)
            revision.Instances.Add(new Instance(string.Create(CultureInfo.InvariantCulture, $"{key.Component}-r{spec.Number}-{++_nextInstance}"), now));
        foreach (var surplus in revision.Instances.Where(i => i.StoppedAt is null).Skip(instances))
            surplus.StoppedAt = now;
        return TargetAnswer.Done;
    }

    public ImmutableArray<InstanceConfiguration> ReadBack(int number, FingerprintKey key, DateTimeOffset now) => !_revisions.TryGetValue(number, out var revision)
        ? []
        : [.. revision.Instances.Select(i => revision.Show(i, now)).Where(i => i.Phase == InstancePhase.Healthy).Select(i => revision.Configuration.Read(i.Id, number, key))];

    public bool InjectDifference(int number, string variable, string value)
    {
        if (!_revisions.TryGetValue(number, out var revision))
            return false;
        revision.Configuration.Inject(variable, value);
        return true;
    }

    public TargetAnswer SetTraffic(TrafficSplit traffic, DateTimeOffset now)
    {
        Pass(now);
        if (TrafficSplitRules.Check(traffic) is { } problem)
            return TargetAnswer.Failed(problem);
        (_traffic, _exists) = (TrafficSplitRules.Whole(traffic), true);
        return TargetAnswer.Done;
    }

    public TargetAnswer Remove(DateTimeOffset now)
    {
        Pass(now);
        (_traffic, _exists, _prepared) = (null, false, null);
        foreach (var revision in _revisions.Values)
        {
            revision.Wanted = 0;
            foreach (var instance in revision.Instances)
                instance.StoppedAt ??= now;
        }
        return TargetAnswer.Done;
    }

    /// <inheritdoc cref="SimulatedTraffic.Inject"/>
    public void Inject(int revision, double? errorPercent, TimeSpan? latency, DateTimeOffset now)
    {
        Pass(now);
        _requests.Inject(revision, errorPercent, latency);
    }

    public ImmutableArray<RevisionMetrics> Measure(DateTimeOffset now)
    {
        Pass(now);
        return _requests.Read();
    }

    public Observation Observe(DateTimeOffset now)
    {
        // What is forgotten below has still been asked until now.
        Pass(now);
        var seen = ImmutableArray.CreateBuilder<ObservedRevision>();
        foreach (var (number, revision) in _revisions.ToArray())
        {
            revision.Instances.RemoveAll(i => i.StoppedAt is { } stopped && now - stopped >= revision.Behaviour.Stop);
            if (revision.Wanted == 0 && revision.Instances.Count == 0)
                _revisions.Remove(number);
            else
                seen.Add(new ObservedRevision(number, revision.Wanted, [.. revision.Instances.Select(i => revision.Show(i, now))]));
        }
        return new Observation(key, null, seen.ToImmutable(), _traffic);
    }

    private void Pass(DateTimeOffset now)
    {
        // Most components are asked nothing, and then nothing is worked out.
        var asked = _traffic is null ? [] : _revisions.Where(r => r.Value.Behaviour.RequestsPerSecond > 0);
        _requests.Pass(
            _traffic,
            asked.Select(r => (r.Key, Healthy: r.Value.Healthy(now), r.Value.Behaviour)).Where(r => r.Healthy > 0)
                .ToDictionary(r => r.Key, r => (r.Healthy, r.Behaviour)),
            now);
    }

    private sealed class Revision(SimulatedBehaviour behaviour, bool fails)
    {
        public SimulatedBehaviour Behaviour => behaviour;

        public int Wanted { get; set; }

        public SimulatedConfiguration Configuration { get; } = new();

        public List<Instance> Instances { get; } = [];

        public int Living(DateTimeOffset now) => Instances.Count(i => i.StoppedAt is null && i.StartedAt <= now);

        public int Healthy(DateTimeOffset now) => Instances.Count(i => Show(i, now).Phase == InstancePhase.Healthy);

        public ObservedInstance Show(Instance instance, DateTimeOffset now)
        {
            var up = instance.StartedAt + behaviour.Start;
            return instance.StoppedAt is { } stopped ? new ObservedInstance(instance.Id, InstancePhase.Stopping, stopped, 0, null, null)
                : now < up ? new ObservedInstance(instance.Id, InstancePhase.Starting, instance.StartedAt, 0, null, null)
                : fails ? new ObservedInstance(instance.Id, InstancePhase.Failed, up, 0, "simulated failure", null)
                : new ObservedInstance(instance.Id, InstancePhase.Healthy, up, 0, null, null);
        }
    }

    private sealed class Instance(string id, DateTimeOffset startedAt)
    {
        public string Id => id;

        public DateTimeOffset StartedAt => startedAt;

        public DateTimeOffset? StoppedAt { get; set; }
    }
}
