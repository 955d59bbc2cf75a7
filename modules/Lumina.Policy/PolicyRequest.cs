using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Policy;

/// <summary>When policy is asked.</summary>
public enum PolicyMoment
{
    /// <summary>Before anybody has decided to run anything.</summary>
    Plan,

    /// <summary>When a deployment is about to begin; the world may have changed since it was planned.</summary>
    Start,

    /// <summary>When a rollout is about to begin its next step.</summary>
    Step,
}

/// <summary>What policy is asked about. All that engines see of the world is in here, so that an answer can be had again later.</summary>
public sealed record PolicyRequest
{
    public required PolicyMoment Moment { get; init; }

    /// <summary>What is wanted, for one environment. For a deployment that goes back or takes away it is put together of what the change set wants.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What would be done.</summary>
    public required ChangeSet Changes { get; init; }

    /// <summary>What runs now, by component; what does not run is not in it.</summary>
    public ImmutableSortedDictionary<string, ComponentSpec> Running { get; init; } = ImmutableSortedDictionary<string, ComponentSpec>.Empty;

    public required DeploymentFacts Deployment { get; init; }

    /// <summary>The time at which it is asked, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>For <see cref="PolicyMoment.Step"/>, and for it alone.</summary>
    public StepFacts? Step { get; init; }
}

/// <summary>What is known of the deployment itself.</summary>
public sealed record DeploymentFacts
{
    /// <summary>Null as long as it has none.</summary>
    public string? Id { get; init; }

    /// <summary><c>apply</c>, <c>rollback</c> or <c>remove</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who wants it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, in that one's words; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who has agreed to it by now.</summary>
    public ImmutableArray<string> ApprovedBy { get; init; } = [];
}

/// <summary>The step that is about to begin.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Number">Which, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Weight">The share of traffic that the new revision gets in it, in percent; null where the strategy weighs none.</param>
/// <param name="Revision">The number of the revision that is rolled out.</param>
public sealed record StepFacts(string Component, int Number, int Of, decimal? Weight, int Revision);
