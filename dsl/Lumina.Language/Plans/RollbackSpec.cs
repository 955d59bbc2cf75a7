using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>Which components a failure takes back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RollbackScope>))]
public enum RollbackScope
{
    /// <summary>All components that the deployment has changed.</summary>
    All,

    /// <summary>The component that failed, and no other.</summary>
    Component,

    /// <summary>The component that failed and all that depend on it.</summary>
    Dependents,
}

/// <summary>How a component is taken back.</summary>
public sealed record RollbackSpec
{
    public RollbackScope Scope { get; init; } = RollbackScope.All;

    /// <summary>How long taking this component back may take before the rollback has failed.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the instances of the revision before are kept beside the new ones, so that taking back is instant.</summary>
    public TimeSpan KeepPrevious { get; init; } = TimeSpan.Zero;
}
