using Lumina.Analysis.Sources;
using Lumina.Deployments.Targets;

namespace Lumina.Host.Judging;

/// <summary>What a target measures of one component, for the analysis.</summary>
internal sealed class TargetTraffic(ITarget target, ComponentKey component) : ITrafficSource
{
    public async Task<CountersAnswer> ReadAsync(AnalysisSubject subject, CancellationToken cancellationToken)
    {
        var answer = await target.ReadMetricsAsync(component, cancellationToken);
        return answer.Value is { } metrics
            ? new(new(metrics.Epoch, metrics.At, [.. metrics.Revisions.Select(r => new RevisionCounters(r.Revision, r.Requests, r.Errors, r.Latency, r.LatencySum))]), null)
            : new(null, answer.Reason ?? "the target gave no numbers");
    }
}
