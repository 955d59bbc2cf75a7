using System.Collections.Immutable;

namespace Lumina.Language.Plans;

/// <summary>A plan for one environment: typed, immutable, and named for ever by its digest.</summary>
public sealed record Plan
{
    /// <summary>The form that its JSON has: <see cref="PlanJson.Format"/>.</summary>
    public int Format { get; init; } = PlanJson.Format;

    public required string Name { get; init; }

    /// <summary>What the plan's author calls this state of it; null when the plan says none.</summary>
    public string? Version { get; init; }

    public string? Owner { get; init; }

    public required EnvironmentSpec Environment { get; init; }

    /// <summary>Sorted by name (ordinal), each name once.</summary>
    public required ImmutableArray<ComponentSpec> Components { get; init; }

    /// <summary>What has to be applied before the components, in this environment; sorted by name (ordinal), each name once.</summary>
    public ImmutableArray<InfrastructureSpec> Infrastructure { get; init; } = [];

    /// <summary>Sorted by name (ordinal), each name once.</summary>
    public ImmutableArray<PipelineSpec> Pipelines { get; init; } = [];
}

/// <summary>One environment of a plan.</summary>
public sealed record EnvironmentSpec
{
    public required string Name { get; init; }

    /// <summary>Where components run unless they say otherwise.</summary>
    public required TargetSpec Target { get; init; }

    /// <summary>The environment that has to have run this plan first; null when there is none.</summary>
    public string? After { get; init; }

    /// <summary>How long the plan has to have run well in <see cref="After"/> first.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.Zero;

    /// <summary>Who has to agree before anything is deployed here; null for nobody.</summary>
    public ApprovalSpec? Approval { get; init; }

    /// <summary>When nothing is deployed here, in the order of the text.</summary>
    public ImmutableArray<FreezeSpec> Freezes { get; init; } = [];

    /// <summary>What a deployment does here when another one of the plan has not ended.</summary>
    public OnConflict OnConflict { get; init; } = OnConflict.Refuse;
}

/// <summary>A target by its kind (<c>process</c>, <c>simulated</c>, <c>docker</c>, …) with the options that the plan gave it.</summary>
public sealed record TargetSpec
{
    public required string Kind { get; init; }

    /// <summary>Option values in their written form (<c>"prod"</c> is <c>prod</c>, <c>10ms</c> is <c>10ms</c>), by option name.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
