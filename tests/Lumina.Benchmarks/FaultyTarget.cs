using System.Collections.Concurrent;
using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Secrets;
using Lumina.Targets.Simulated;

namespace Lumina.Benchmarks;

/// <summary>
/// The simulated target as it behaves in a bad month: so many of a hundred operations are not answered as they should be, for reasons that
/// pass. It tells which components really failed: those of which it showed an instance that is beyond help.
/// </summary>
/// <param name="inner">What is behind it.</param>
/// <param name="percent">How many of 100 operations meet a fault.</param>
/// <param name="seed">Of the faults.</param>
internal sealed class FaultyTarget(SimulatedTarget inner, double percent, int seed) : ITarget
{
    private readonly Random _random = new(seed);
    /// <summary>For so many looks an instance that died is shown as one that is started again.</summary>
    private const int LooksUntilBack = 3;

    private readonly ConcurrentDictionary<ComponentKey, int> _dead = new();
    private readonly ConcurrentDictionary<string, byte> _failed = new();
    private readonly Lock _gate = new();

    /// <summary>What may happen to an operation.</summary>
    private enum Fault
    {
        /// <summary>It was never had, and the caller is told to try again.</summary>
        Unavailable,

        /// <summary>It was had, and the answer got lost.</summary>
        Unanswered,

        /// <summary>It was had, and the answer comes late.</summary>
        Late,

        /// <summary>Nothing is heard for seconds, and nothing was had.</summary>
        Hanging,

        /// <summary>It was had, and soon afterwards an instance of the component dies, and is started again.</summary>
        InstanceLost,
    }

    public string Kind => inner.Kind;

    public TargetCapabilities Capabilities => inner.Capabilities;

    public int Operations { get; private set; }

    public int Faults { get; private set; }

    /// <summary>Whether an instance was shown as failed in this plan since the last question.</summary>
    public bool HasReallyFailed(string plan) => _failed.TryRemove(plan, out _);

    public async Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken)
    {
        switch (Next())
        {
            case Fault.Unavailable or Fault.Unanswered:
                return new(TargetOutcome.Unavailable, "made up: it does not answer", null);
            case Fault.Hanging:
                await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
                return new(TargetOutcome.Unavailable, "made up: no answer for 3 s", null);
            case Fault.Late:
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
                break;
            case Fault.InstanceLost:
                _dead[component] = LooksUntilBack;
                break;
            default:
                break;
        }

        var seen = await inner.ObserveAsync(component, cancellationToken);
        return seen with { Value = Shown(seen.Value!) };
    }

    public async Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken)
    {
        var seen = await inner.ObserveAllAsync(environment, plan, cancellationToken);
        return seen with { Value = [.. seen.Value.Select(Shown)] };
    }

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken) =>
        DoAsync(operation, () => inner.PrepareAsync(operation, revision, contents, cancellationToken), cancellationToken);

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken) =>
        DoAsync(operation, () => inner.ScaleAsync(operation, revision, instances, contents, cancellationToken), cancellationToken);

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        DoAsync(operation, () => inner.SetTrafficAsync(operation, traffic, cancellationToken), cancellationToken);

    public Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken) =>
        inner.ReadBackAsync(component, revision, key, cancellationToken);

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        DoAsync(operation, () => inner.RemoveAsync(operation, cancellationToken), cancellationToken);

    public IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken) =>
        inner.ReadLogAsync(component, revision, lines, follow, cancellationToken);

    private async Task<TargetAnswer> DoAsync(Operation operation, Func<Task<TargetAnswer>> effect, CancellationToken cancellationToken)
    {
        switch (Next())
        {
            case Fault.Unavailable:
                return TargetAnswer.Unavailable("made up: it does not answer");
            case Fault.Hanging:
                await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
                return TargetAnswer.Unavailable("made up: no answer for 3 s");
            case Fault.Unanswered:
                await effect();
                return TargetAnswer.Unavailable("made up: the answer was lost");
            case Fault.Late:
                var answer = await effect();
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
                return answer;
            case Fault.InstanceLost:
                _dead[operation.Component] = LooksUntilBack;
                return await effect();
            default:
                return await effect();
        }
    }

    /// <summary>One of the newest revision's instances has died where that was made up.</summary>
    private Observation Shown(Observation seen)
    {
        if (!_dead.IsEmpty && seen.Revisions.LastOrDefault(r => r is { Wanted: > 0, Instances.IsEmpty: false }) is { } newest
            && newest.Instances[0].Phase == InstancePhase.Healthy && _dead.TryGetValue(seen.Component, out var looks))
        {
            if (looks <= 1)
                _dead.TryRemove(seen.Component, out _);
            else
                _dead[seen.Component] = looks - 1;
            var died = newest.Instances[0] with { Phase = InstancePhase.Restarting, LastAnswer = "made up: the instance died" };
            seen = seen with { Revisions = [.. seen.Revisions.Select(r => r == newest ? r with { Instances = r.Instances.SetItem(0, died) } : r)] };
        }

        if (seen.Revisions.Any(r => r.Instances.Any(i => i.Phase == InstancePhase.Failed)))
            _failed.TryAdd(seen.Component.Plan, 0);
        return seen;
    }

    private Fault? Next()
    {
        lock (_gate)
        {
            Operations++;
            if (_random.NextDouble() * 100 >= percent)
                return null;
            Faults++;
            // A hang costs the month three seconds, so it is the rarest.
            return _random.Next(20) switch
            {
                < 7 => Fault.Unavailable,
                < 13 => Fault.Unanswered,
                < 17 => Fault.Late,
                < 18 => Fault.Hanging,
                _ => Fault.InstanceLost,
            };
        }
    }
}
