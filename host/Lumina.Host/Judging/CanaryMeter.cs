using System.Collections.Immutable;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Judging;
using Lumina.Deployments.Targets;

namespace Lumina.Host.Judging;

/// <summary>Asks the sources of checks: what the target of the component measures, Prometheus, JSON documents, commands.</summary>
internal sealed class CanaryMeter(TargetRegistry targets, IHttpClientFactory clients, TimeProvider time, MetricSettings settings) : ICanaryMeter
{
    private readonly SpawnedCommands _commands = new(time);

    public async Task<ImmutableArray<CheckReading>> ReadAsync(
        ComponentKey component, Rollout rollout, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (rollout.To is not { } to || targets.TryFind(to.Spec.Target.Kind) is not { } target)
            return [];
        var subject = new AnalysisSubject(component.Environment, component.Component, to.Number, rollout.From?.Revision.Number, to.Directory);
        var reader = new MetricReader(new TargetTraffic(target, component), _commands, clients.CreateClient(nameof(CanaryMeter)), time, settings.Prometheus);
        return await reader.ReadAsync(subject, spec, run, at, cancellationToken);
    }
}

/// <summary>Where metrics come from unless a plan says otherwise.</summary>
/// <param name="Prometheus">The address of a Prometheus; null for none.</param>
internal sealed record MetricSettings(string? Prometheus)
{
    /// <summary>The variable of the host's environment that names it.</summary>
    public const string Variable = "LUMINA_PROMETHEUS";

    public static MetricSettings OfEnvironment() => new(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null);
}
