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

    /// <summary>Wanted instances, 0 to 10,000; with <see cref="Scale"/> those to begin with.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Environment variables. A value may have <c>${infrastructure.NAME.OUTPUT}</c> in it, which is known only when that infrastructure
    /// has been applied.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Environment variables whose values are kept elsewhere, by name; none of them is in <see cref="Config"/>.</summary>
    public ImmutableSortedDictionary<string, SecretReference> Secrets { get; init; } = ImmutableSortedDictionary<string, SecretReference>.Empty;

    /// <summary>Files that each instance finds, by their path: relative, with <c>/</c> between folders; or absolute, on targets that mount files.</summary>
    public ImmutableSortedDictionary<string, ConfigFileSpec> Files { get; init; } = ImmutableSortedDictionary<string, ConfigFileSpec>.Empty;

    /// <summary>Names of components of the same plan, sorted, each once.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>How health is told; null means that a component with a port is healthy when the port accepts a connection,
    /// and one without a port when it stays alive.</summary>
    public HealthSpec? Health { get; init; }

    public StrategySpec Strategy { get; init; } = new RollingSpec();

    public RollbackSpec Rollback { get; init; } = new();

    /// <summary>Between how many instances the number follows the load; null for a fixed number.</summary>
    public ScaleSpec? Scale { get; init; }

    /// <summary>What each instance may use; null for as much as there is.</summary>
    public ResourcesSpec? Resources { get; init; }

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
