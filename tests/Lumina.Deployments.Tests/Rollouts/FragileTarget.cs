using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Secrets;
using Lumina.Targets.Simulated;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>The simulated target, of which single instances can be killed, broken and made ill, and which can be away or refuse.</summary>
internal sealed class FragileTarget(TimeProvider time) : ITarget
{
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(2);

    private readonly SimulatedTarget _inner = new(time);
    private readonly Dictionary<string, int> _restarts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (InstancePhase Phase, DateTimeOffset Until)> _faults = new(StringComparer.Ordinal);

    public string Kind => _inner.Kind;

    public TargetCapabilities Capabilities => _inner.Capabilities with { ReadsBack = true };

    /// <summary>Answers nothing.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether it gives a previewed revision an address.</summary>
    public bool HasPreview { get; set; } = true;

    /// <summary>What instances were given.</summary>
    public GivenContents Given { get; } = new();

    /// <summary>Verbs that are refused for a revision: <c>prepare 2</c>, <c>scale 1</c>, <c>traffic</c>.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>All that was done, in order, without repetitions: <c>scale 2=3</c>, <c>traffic 1:75 2:25</c>.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Whether an instance was ever made to suffer.</summary>
    public bool HasHurt { get; private set; }

    /// <summary>One instance of a revision ends, and comes up again.</summary>
    public void Kill(ComponentKey component, int revision)
    {
        if (Fault(component, revision, InstancePhase.Restarting, time.GetUtcNow() + Restart) is { } killed)
            _restarts[killed] = _restarts.GetValueOrDefault(killed) + 1;
    }

    /// <summary>One instance of a revision is given up.</summary>
    public void Break(ComponentKey component, int revision) => Fault(component, revision, InstancePhase.Failed, DateTimeOffset.MaxValue);

    /// <summary>One instance of a revision does not answer its health checks any more.</summary>
    public void Sicken(ComponentKey component, int revision) => Fault(component, revision, InstancePhase.Unhealthy, DateTimeOffset.MaxValue);

    public void Heal() => _faults.Clear();

    public async Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken) =>
        IsAway ? new TargetAnswer<Observation>(TargetOutcome.Unavailable, "away", null) : new TargetAnswer<Observation>(TargetOutcome.Done, null, await SeeAsync(component));

    public async Task<Observation> SeeAsync(ComponentKey component)
    {
        var seen = (await _inner.ObserveAsync(component, default)).Value!;
        return seen with
        {
            PreviewEndpoint = HasPreview && seen.Traffic?.Preview is { } preview ? $"http://preview/{preview}" : null,
            Revisions = [.. seen.Revisions.Select(r => r with { Instances = [.. r.Instances.Select(Masked)] })],
        };
    }

    public async Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken) =>
        await _inner.ObserveAllAsync(environment, plan, cancellationToken);

    public async Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken) =>
        IsAway ? new(TargetOutcome.Unavailable, "away", default)
        : new(TargetOutcome.Done, null, Given.Read(await SeeAsync(component), revision, key));

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken) =>
        Do($"prepare {revision.Number}", $"prepare {revision.Number}", () => Given.Keep(revision, contents), () => _inner.PrepareAsync(operation, revision, contents, cancellationToken));

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken) =>
        Do($"scale {revision.Number}", $"scale {revision.Number}={instances}", () => Given.Start(revision, instances, contents), () => _inner.ScaleAsync(operation, revision, instances, contents, cancellationToken));

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) => Do(
        "traffic",
        $"traffic {string.Join(' ', traffic.Weights.Select(w => traffic.ByInstance && traffic.Weights.Length > 1 ? $"{w.Revision}" : $"{w.Revision}:{w.Weight}"))}"
            + (traffic.Preview is { } preview ? $" preview {preview}" : ""),
        () => null, () => _inner.SetTrafficAsync(operation, traffic, cancellationToken));

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        Do("remove", "remove", () => null, () => _inner.RemoveAsync(operation, cancellationToken));

    public IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken) =>
        _inner.ReadLogAsync(component, revision, lines, follow, cancellationToken);

    private async Task<TargetAnswer> Do(string verb, string said, Func<TargetAnswer?> given, Func<Task<TargetAnswer>> effect)
    {
        if (IsAway)
            return TargetAnswer.Unavailable("away");
        if (Refused.Contains(verb))
            return TargetAnswer.Failed($"refused: {verb}");
        if (given() is { } missing)
            return missing;
        var answer = await effect();
        if (answer.Outcome == TargetOutcome.Done && (Done.Count == 0 || Done[^1] != said))
            Done.Add(said);
        return answer;
    }

    private string? Fault(ComponentKey component, int revision, InstancePhase phase, DateTimeOffset until)
    {
        var living = _inner.ObserveAsync(component, default).GetAwaiter().GetResult().Value!.Revisions
            .FirstOrDefault(r => r.Number == revision)?.Instances.FirstOrDefault(i => i.Phase != InstancePhase.Stopping);
        if (living is null)
            return null;
        HasHurt = true;
        _faults[living.Id] = (phase, until);
        return living.Id;
    }

    private ObservedInstance Masked(ObservedInstance instance) => Faulty(instance) with { Restarts = _restarts.GetValueOrDefault(instance.Id) };

    private ObservedInstance Faulty(ObservedInstance instance) =>
        instance.Phase != InstancePhase.Stopping && _faults.TryGetValue(instance.Id, out var fault) && time.GetUtcNow() < fault.Until
            ? instance with { Phase = fault.Phase, LastAnswer = "made so by the test" }
            : instance;
}
