using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Rehearsal.Injecting;
using Lumina.Secrets;
using Lumina.Targets.Simulated;

namespace Lumina.Rehearsal.Scenery;

/// <summary>The simulated target, with the faults that were injected put over what it shows.</summary>
internal sealed class RehearsedTarget(Faults faults, TimeProvider time) : ITarget
{
    /// <summary>How long instances are started again and again before they are given up.</summary>
    private static readonly TimeSpan CrashLoop = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private readonly SimulatedTarget _inner = new(time);
    private readonly Dictionary<(string Component, int Revision), ComponentSpec> _specs = [];

    public string Kind => _inner.Kind;

    public TargetCapabilities Capabilities => _inner.Capabilities;

    /// <summary>Lets requests to a component's new revision fail, or take, as the faults at work say.</summary>
    public void Apply(ComponentKey component)
    {
        if (faults.RevisionOf(component.Component) is not { } revision)
            return;
        var crashes = faults.Find(FaultKind.Crash, component) is not null;
        _inner.Inject(
            component, revision,
            crashes ? 100 : faults.Find(FaultKind.ErrorRate, component)?.Fault.Percent,
            faults.Find(FaultKind.Latency, component)?.Fault.Latency);
    }

    public async Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        var seen = await _inner.ObserveAsync(component, cancellationToken);
        return seen.Value is { } observation ? seen with { Value = Masked(observation) } : seen;
    }

    public async Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        var seen = await _inner.ObserveAllAsync(environment, plan, cancellationToken);
        return seen with { Value = [.. seen.Value.Select(Masked)] };
    }

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(revision);
        return faults.Find(FaultKind.Prepare, operation.Component, revision.Number) is null
            ? _inner.PrepareAsync(operation, revision, contents, cancellationToken)
            : Task.FromResult(TargetAnswer.Failed("The target could not prepare it (injected)."));
    }

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(revision);
        _specs[(operation.Component.Component, revision.Number)] = revision.Spec;
        return _inner.ScaleAsync(operation, revision, instances, contents, cancellationToken);
    }

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        _inner.SetTrafficAsync(operation, traffic, cancellationToken);

    public Task<TargetAnswer<TrafficMetrics>> ReadMetricsAsync(ComponentKey component, CancellationToken cancellationToken) =>
        faults.Find(FaultKind.NoMetrics, component) is null
            ? _inner.ReadMetricsAsync(component, cancellationToken)
            : Task.FromResult(new TargetAnswer<TrafficMetrics>(TargetOutcome.Unavailable, "it does not answer (injected)", null));

    public Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken) =>
        _inner.ReadBackAsync(component, revision, key, cancellationToken);

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) => _inner.RemoveAsync(operation, cancellationToken);

    public IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken) =>
        _inner.ReadLogAsync(component, revision, lines, follow, cancellationToken);

    private Observation Masked(Observation seen)
    {
        var name = seen.Component.Component;
        if (seen.Traffic?.Preview is not null)
            seen = seen with { PreviewEndpoint = "http://preview.invalid" };
        if (faults.RevisionOf(name) is not { } revision)
            return seen;
        var crash = faults.Find(FaultKind.Crash, seen.Component);
        var never = faults.Find(FaultKind.NeverHealthy, seen.Component);
        if (crash is null && never is null)
            return seen;
        var start = _specs.TryGetValue((name, revision), out var spec) ? SimulatedTimes.StartOf(spec.Target) : TimeSpan.Zero;
        var within = spec?.Health?.StartWithin ?? StartsWithin;
        return seen with
        {
            Revisions = [.. seen.Revisions.Select(r => r.Number != revision ? r : r with
            {
                Instances = [.. r.Instances.Select(i => i.Phase is InstancePhase.Stopping or InstancePhase.Failed ? i
                    : never is { } since && StartOf(i, start) is var started && started >= since.Since ? Unborn(i, started, within)
                    : crash is { } crashed && i.Phase == InstancePhase.Healthy ? Crashing(i, crashed.Since)
                    : i)],
            })],
        };
    }

    private static DateTimeOffset StartOf(ObservedInstance instance, TimeSpan start) =>
        instance.Phase == InstancePhase.Starting ? instance.Since : instance.Since - start;

    private ObservedInstance Unborn(ObservedInstance instance, DateTimeOffset started, TimeSpan within) => time.GetUtcNow() < started + within
        ? instance with { Phase = InstancePhase.Starting, Since = started, LastAnswer = "not healthy yet (injected)" }
        : instance with { Phase = InstancePhase.Failed, Since = started + within, LastAnswer = "it was not healthy in time (injected)" };

    private ObservedInstance Crashing(ObservedInstance instance, DateTimeOffset since)
    {
        var first = since > instance.Since ? since : instance.Since;
        return time.GetUtcNow() < first + CrashLoop
            ? instance with { Phase = InstancePhase.Restarting, Since = first, Restarts = 1, LastAnswer = "it ended (injected)" }
            : instance with { Phase = InstancePhase.Failed, Since = first + CrashLoop, Restarts = 3, LastAnswer = "it ended again and again (injected)" };
    }
}
