using System.Collections.Immutable;
using Lumina.Deployments.Targets;
using Lumina.Secrets;

namespace Lumina.Robustness.Hosts;

/// <summary>A target, with points at which the host can be told to die, or to do something twice.</summary>
internal sealed class DyingTarget(ITarget target, FailPoints points) : ITarget
{
    public string Kind => target.Kind;

    public TargetCapabilities Capabilities => target.Capabilities;

    public Task<TargetAnswer<Observation>> ObserveAsync(ComponentKey component, CancellationToken cancellationToken) =>
        target.ObserveAsync(component, cancellationToken);

    public Task<TargetAnswer<ImmutableArray<Observation>>> ObserveAllAsync(string environment, string plan, CancellationToken cancellationToken) =>
        target.ObserveAllAsync(environment, plan, cancellationToken);

    public Task<TargetAnswer> PrepareAsync(Operation operation, RevisionSpec revision, RevisionContents contents, CancellationToken cancellationToken) =>
        DoAsync(operation, named => target.PrepareAsync(named, revision, contents, cancellationToken));

    public Task<TargetAnswer> ScaleAsync(Operation operation, RevisionSpec revision, int instances, RevisionContents contents, CancellationToken cancellationToken) =>
        DoAsync(operation, named => target.ScaleAsync(named, revision, instances, contents, cancellationToken));

    public Task<TargetAnswer> SetTrafficAsync(Operation operation, TrafficSplit traffic, CancellationToken cancellationToken) =>
        DoAsync(operation, named => target.SetTrafficAsync(named, traffic, cancellationToken));

    public Task<TargetAnswer<TrafficMetrics>> ReadMetricsAsync(ComponentKey component, CancellationToken cancellationToken) =>
        target.ReadMetricsAsync(component, cancellationToken);

    public Task<TargetAnswer<ImmutableArray<InstanceConfiguration>>> ReadBackAsync(ComponentKey component, int revision, FingerprintKey key, CancellationToken cancellationToken) =>
        target.ReadBackAsync(component, revision, key, cancellationToken);

    public Task<TargetAnswer> RemoveAsync(Operation operation, CancellationToken cancellationToken) =>
        DoAsync(operation, named => target.RemoveAsync(named, cancellationToken));

    public IAsyncEnumerable<LogLine> ReadLogAsync(ComponentKey component, int? revision, int lines, bool follow, CancellationToken cancellationToken) =>
        target.ReadLogAsync(component, revision, lines, follow, cancellationToken);

    private async Task<TargetAnswer> DoAsync(Operation operation, Func<Operation, Task<TargetAnswer>> effect)
    {
        points.Pass(FailPoint.BeforeEffect);
        var answer = await effect(operation);
        if (answer.Outcome == TargetOutcome.Done)
            points.Pass(FailPoint.AfterEffect);
        if (operation.Id.Contains("/scale-", StringComparison.Ordinal) && points.IsDue(FailPoint.RepeatEffect))
            await effect(operation with { Id = operation.Id + "-again" });
        return answer;
    }
}
