using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Secrets;
using Lumina.Targets.Simulated;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>The simulated target, with answers that tests can hold back or replace, component by component.</summary>
public sealed class TroublesomeTarget(SimulatedTarget inner) : ITarget
{
    private readonly ConcurrentDictionary<ComponentKey, Func<string, TargetAnswer?>> _answers = new();
    private readonly ConcurrentDictionary<ComponentKey, (InstancePhase Phase, int? Revision)> _phases = new();
    private Crash? _crash;

    public string Kind => inner.Kind;

    public TargetCapabilities Capabilities => inner.Capabilities;

    public ConcurrentQueue<string> Operations { get; } = new();

    /// <summary>What to answer to an operation (by its verb: prepare, scale, traffic, remove), or when it or all of its plan is looked at (observe, observe-all), or when it is asked what its instances got (read-back); null to do it.</summary>
    public void Answer(ComponentKey component, Func<string, TargetAnswer?> answer) => _answers[component] = answer;

    /// <summary>Shows all living instances of a component, or of one revision of it, in this phase.</summary>
    public void Show(ComponentKey component, InstancePhase phase, int? revision = null) => _phases[component] = (phase, revision);

    /// <summary>The n-th operation from now on is never answered, before or after its effect; those that come after it neither,
    /// until its crash has come.</summary>
    public void CrashAt(int nth, bool afterTheEffect, TaskCompletionSource reached) => _crash = new Crash(nth, afterTheEffect, reached);

    public void Heal(ComponentKey component)
    {
        _answers.TryRemove(component, out _);
        _phases.TryRemove(component, out _);
    }

    public int EffectsOn(ComponentKey component) => inner.EffectsOn(component);

    public async Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(component, out var answer) && answer("observe") is { } troubled)
            return new TargetAnswer<Observation>(troubled.Outcome, troubled.Reason, null);
        var seen = await inner.ObserveAsync(component, cancellationToken);
        return seen with { Value = Masked(seen.Value!) };
    }

    public async Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        foreach (var (_, answer) in _answers.Where(a => a.Key.Environment == environment && a.Key.Plan == plan))
        {
            if (answer("observe-all") is { } troubled)
                return new TargetAnswer<ImmutableArray<Observation>>(troubled.Outcome, troubled.Reason, []);
        }

        var seen = await inner.ObserveAllAsync(environment, plan, cancellationToken);
        return seen with { Value = [.. seen.Value.Select(Masked)] };
    }

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken) =>
        Do(operation, "prepare", () => inner.PrepareAsync(operation, revision, contents, cancellationToken));

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken) =>
        Do(operation, "scale", () => inner.ScaleAsync(operation, revision, instances, contents, cancellationToken));

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        Do(operation, "traffic", () => inner.SetTrafficAsync(operation, traffic, cancellationToken));

    /// <summary>What it waits for before it says what instances got.</summary>
    public Task ReadBackGate { get; set; } = Task.CompletedTask;

    public async Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken)
    {
        await ReadBackGate;
        return _answers.TryGetValue(component, out var answer) && answer("read-back") is { } troubled
            ? new TargetAnswer<ImmutableArray<InstanceConfiguration>>(troubled.Outcome, troubled.Reason, [])
            : await inner.ReadBackAsync(component, revision, key, cancellationToken);
    }

    /// <summary>From now on the instances of a revision have another value of a variable than they were given.</summary>
    public void InjectDifference(ComponentKey component, int revision, string variable, string value) => inner.InjectDifference(component, revision, variable, value);

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        Do(operation, "remove", () => inner.RemoveAsync(operation, cancellationToken));

    public IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken) =>
        inner.ReadLogAsync(component, revision, lines, follow, cancellationToken);

    private Task<TargetAnswer> Do(Operation operation, string verb, Func<Task<TargetAnswer>> effect)
    {
        Operations.Enqueue($"{verb} {operation.Id}");
        if (_crash is { } crash && crash.IsDue())
        {
            if (crash.AfterTheEffect)
                effect();
            _crash = null;
            crash.Reached.SetResult();
            return new TaskCompletionSource<TargetAnswer>().Task;
        }
        return _answers.TryGetValue(operation.Component, out var answer) && answer(verb) is { } troubled ? Task.FromResult(troubled) : effect();
    }

    private Observation Masked(Observation seen) => _phases.TryGetValue(seen.Component, out var shown)
        ? seen with
        {
            Revisions = [.. seen.Revisions.Select(r => r with
            {
                Instances = [.. r.Instances.Select(i => i.Phase == InstancePhase.Stopping || (shown.Revision ?? r.Number) != r.Number ? i : i with { Phase = shown.Phase, LastAnswer = "made so by the test" })],
            })],
        }
        : seen;

    private sealed record Crash(int Nth, bool AfterTheEffect, TaskCompletionSource Reached)
    {
        private int _count;

        public bool IsDue() => Interlocked.Increment(ref _count) == Nth;
    }
}
