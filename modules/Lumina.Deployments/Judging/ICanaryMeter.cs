using System.Collections.Immutable;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Components;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Judging;

/// <summary>Asks the sources of checks. It keeps and judges nothing, and whatever goes wrong with a source is a <see cref="Reading"/>.</summary>
public interface ICanaryMeter
{
    /// <summary>Reads all that is due.</summary>
    /// <param name="component">Whose canary.</param>
    /// <param name="rollout">Its rollout.</param>
    /// <param name="spec">What is measured.</param>
    /// <param name="run">How far that has got.</param>
    /// <param name="at">The time.</param>
    /// <param name="cancellationToken">Ends it: the rollout is being taken back.</param>
    Task<ImmutableArray<CheckReading>> ReadAsync(
        ComponentKey component, Rollout rollout, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Where nothing can be measured, no check gets an answer: it fails by that, rather than passing unseen.</summary>
internal sealed class NoMeter : ICanaryMeter
{
    public Task<ImmutableArray<CheckReading>> ReadAsync(
        ComponentKey component, Rollout rollout, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<CheckReading>.Empty);
}
