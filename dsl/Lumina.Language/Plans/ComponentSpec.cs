using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>What one component should be in one environment. All references are resolved, all overrides merged.</summary>
public sealed record ComponentSpec
{
    public required string Name { get; init; }

    /// <summary>The component's own version, or else the plan's; null when neither says one.</summary>
    public string? Version { get; init; }

    public required TargetSpec Target { get; init; }

    /// <summary>A container image reference; null for a plain command.</summary>
    public string? Image { get; init; }

    /// <summary>The program and its leading arguments; empty to run the image's own.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Arguments appended to <see cref="Command"/> or to the image's entry point.</summary>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>The stable port under which the component is reached, 1 to 65535; null for one that listens to nothing.</summary>
    public int? Port { get; init; }

    /// <summary>Wanted instances, 0 to 10,000.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Names of components of the same plan, sorted, each once.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>How health is told; null means that a component with a port is healthy when the port accepts a connection,
    /// and one without a port when it stays alive.</summary>
    public HealthSpec? Health { get; init; }

    public StrategySpec Strategy { get; init; } = new RollingSpec();

    public RollbackSpec Rollback { get; init; } = new();

    /// <summary>How long an instance may take to stop after it was asked to, before it is killed.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The kind of a health check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthKind>))]
public enum HealthKind
{
    /// <summary>GET of <see cref="HealthSpec.Path"/>; healthy is any status from 200 to 399.</summary>
    Http,

    /// <summary>The port accepts a connection.</summary>
    Tcp,

    /// <summary><see cref="HealthSpec.Command"/> exits with 0.</summary>
    Command,
}

/// <summary>How the health of an instance is told.</summary>
public sealed record HealthSpec
{
    public required HealthKind Kind { get; init; }

    /// <summary>Begins with '/'; for <see cref="HealthKind.Http"/>.</summary>
    public string Path { get; init; } = "/health";

    /// <summary>For <see cref="HealthKind.Command"/>.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Successes in a row that make an instance healthy, at least 1.</summary>
    public int HealthyAfter { get; init; } = 1;

    /// <summary>Failures in a row that make a healthy instance unhealthy, at least 1.</summary>
    public int UnhealthyAfter { get; init; } = 3;

    /// <summary>How long a new instance may take to become healthy for the first time.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How a new revision takes the place of the one that runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RollingSpec), "rolling")]
public abstract record StrategySpec
{
    /// <summary>How long one step may go without getting ahead before the rollout has failed.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a new instance must stay healthy before it counts.</summary>
    public TimeSpan MinReady { get; init; } = TimeSpan.Zero;
}

/// <summary>Instances are replaced in batches.</summary>
public sealed record RollingSpec : StrategySpec
{
    /// <summary>How many instances one step replaces; at least one.</summary>
    public CountOrPercent Batch { get; init; } = CountOrPercent.Count(1);

    /// <summary>How many instances more than wanted may exist meanwhile (a percentage rounds up).
    /// Zero together with a <see cref="MaxUnavailable"/> of zero is refused by the language.</summary>
    public CountOrPercent MaxSurge { get; init; } = CountOrPercent.Count(1);

    /// <summary>How many instances fewer than wanted may be healthy meanwhile (a percentage rounds down).</summary>
    public CountOrPercent MaxUnavailable { get; init; } = CountOrPercent.Count(0);
}

/// <summary>Which components a failure takes back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RollbackScope>))]
public enum RollbackScope
{
    /// <summary>All components that the deployment has changed.</summary>
    All,
}

/// <summary>How a component is taken back.</summary>
public sealed record RollbackSpec
{
    public RollbackScope Scope { get; init; } = RollbackScope.All;

    /// <summary>How long taking this component back may take before the rollback has failed.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(5);
}
