using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lumina.Deployments.Targets;
using Lumina.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Targets.Simulated;

/// <summary>
/// Runs nothing, and takes the time and fails as often as the plan says: for benchmarks, rehearsals and tests. What it has is in memory
/// and gone with the host.
/// </summary>
public sealed class SimulatedTarget(TimeProvider time) : ITarget
{
    private readonly ConcurrentDictionary<ComponentKey, SimulatedComponent> _components = new();

    /// <summary>It counts as long as it lives, and the next one anew.</summary>
    private readonly string _epoch = string.Create(CultureInfo.InvariantCulture, $"simulated-{time.GetUtcNow().UtcTicks}");

    public string Kind => "simulated";

    public TargetCapabilities Capabilities { get; } = new(SplitsTraffic: true, RunsCommands: true, RunsImages: true)
    {
        RoutesRequests = true,
        MeasuresTraffic = true,
        ReadsBack = true,
    };

    /// <summary>How many different effects a component has seen; each operation counts once however often it was asked for.</summary>
    public int EffectsOn(ComponentKey component) => _components.TryGetValue(component, out var found) ? Locked(found, c => c.Effects) : 0;

    public Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new TargetAnswer<Observation>(TargetOutcome.Done, null, _components.TryGetValue(component, out var found)
            ? Locked(found, c => c.Observe(time.GetUtcNow()))
            : new Observation(component, null, [], null)));
    }

    public Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        var seen = _components
            .Where(c => c.Key.Environment == environment && c.Key.Plan == plan)
            .Select(c => Locked(c.Value, component => component.TryObserve(now)))
            .OfType<Observation>()
            .ToImmutableArray();
        return Task.FromResult(new TargetAnswer<ImmutableArray<Observation>>(TargetOutcome.Done, null, seen));
    }

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return Do(
            operation,
            c => SimulatedBehaviour.TryRead(revision.Spec.Target, out var problem) is null ? TargetAnswer.Failed(problem) : c.Prepare(revision.Number, contents),
            cancellationToken);
    }

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return Do(operation, c => c.Scale(revision, instances, contents, time.GetUtcNow()), cancellationToken);
    }

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        Do(operation, c => c.SetTraffic(traffic, time.GetUtcNow()), cancellationToken);

    public Task<TargetAnswer<TrafficMetrics>> ReadMetricsAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        var revisions = _components.TryGetValue(component, out var found) ? Locked(found, c => c.Measure(now)) : [];
        return Task.FromResult(new TargetAnswer<TrafficMetrics>(TargetOutcome.Done, null, new TrafficMetrics(_epoch, now, revisions)));
    }

    /// <summary>From now on requests to a revision fail, or take, as said and not as its plan says: for rehearsals.</summary>
    /// <param name="component">The component.</param>
    /// <param name="revision">Which of its revisions.</param>
    /// <param name="errorPercent">How many of 100 requests fail; null for what the plan says.</param>
    /// <param name="latency">How long half of them take at most; null for what the plan says.</param>
    public void Inject(ComponentKey component, int revision, double? errorPercent, TimeSpan? latency)
    {
        var found = _components.GetOrAdd(component, key => new SimulatedComponent(key));
        Locked(found, c =>
        {
            c.Inject(revision, errorPercent, latency, time.GetUtcNow());
            return true;
        });
    }

    public Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(
        ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = _components.TryGetValue(component, out var found) ? Locked(found, c => c.ReadBack(revision, key, time.GetUtcNow())) : [];
        return Task.FromResult(new TargetAnswer<ImmutableArray<InstanceConfiguration>>(TargetOutcome.Done, null, read));
    }

    /// <summary>From now on the instances of a revision seem to have got another value of a variable: for tests and rehearsals.</summary>
    public void InjectDifference(ComponentKey component, int revision, string variable, string value)
    {
        var found = _components.GetOrAdd(component, key => new SimulatedComponent(key));
        Locked(found, c => c.InjectDifference(revision, variable, value));
    }

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        Do(operation, c => c.Remove(time.GetUtcNow()), cancellationToken);

    public async IAsyncEnumerable<LogLine> ReadLogAsync(
        ComponentKey component, int? revision, int lines, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private Task<TargetAnswer> Do(Operation operation, Func<SimulatedComponent, TargetAnswer> effect, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        cancellationToken.ThrowIfCancellationRequested();
        var component = _components.GetOrAdd(operation.Component, key => new SimulatedComponent(key));
        return Task.FromResult(Locked(component, c => c.Once(operation, () => effect(c))));
    }

    private static T Locked<T>(SimulatedComponent component, Func<SimulatedComponent, T> look)
    {
        lock (component)
            return look(component);
    }
}

/// <summary>Sets the module up.</summary>
public static class ServiceRegistration
{
    public static IServiceCollection AddSimulatedTarget(this IServiceCollection services) =>
        services.AddSingleton<SimulatedTarget>().AddSingleton<ITarget>(provider => provider.GetRequiredService<SimulatedTarget>());
}
