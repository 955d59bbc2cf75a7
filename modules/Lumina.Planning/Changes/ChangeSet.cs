using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>What a deployment would do, component by component. Immutable and named by its digest.</summary>
public sealed record ChangeSet
{
    public required string Plan { get; init; }

    public required string Environment { get; init; }

    /// <summary>Sorted by component name (ordinal); unchanged components are listed too.</summary>
    public required ImmutableArray<ComponentChange> Changes { get; init; }
}

/// <summary>What happens to a component.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeAction>))]
public enum ChangeAction
{
    /// <summary>It runs as it should.</summary>
    Unchanged,

    /// <summary>It does not run yet.</summary>
    Create,

    /// <summary>It becomes another version, or is set up otherwise.</summary>
    Update,

    /// <summary>The same version with other configuration, or instances that are missing.</summary>
    Restart,

    /// <summary>It is not wanted any more.</summary>
    Remove,
}

/// <summary>The change of one component.</summary>
public sealed record ComponentChange
{
    public required string Component { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>Whether instances stay as they are and only their number, or how they are rolled out, changes.</summary>
    public bool InPlace { get; init; }

    /// <summary>Whether new instances have to take the place of the old ones although it stays the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Anew { get; init; }

    /// <summary>Why, value by value; empty for <see cref="ChangeAction.Unchanged"/>.</summary>
    public ImmutableArray<ValueChange> Values { get; init; } = [];

    /// <summary>What it should be; null for <see cref="ChangeAction.Remove"/>.</summary>
    public ComponentSpec? Desired { get; init; }

    /// <summary>The folder that relative paths of its command start from.</summary>
    public string Directory { get; init; } = "";

    /// <summary>The revision that runs; null when none does.</summary>
    public int? FromRevision { get; init; }

    /// <summary>The version that runs; null when none does or it has none.</summary>
    public string? FromVersion { get; init; }

    /// <summary>Components of this change set that have to be finished before this one starts, sorted.</summary>
    public ImmutableArray<string> After { get; init; } = [];
}

/// <summary>One value that changes: <c>image: a → b</c>.</summary>
/// <param name="Path">What it is in the author's words: <c>image</c>, <c>config LUMINA_LOG_LEVEL</c>, <c>health path</c>.</param>
/// <param name="Before">What it is now; null when it is not there.</param>
/// <param name="After">What it becomes; null when it goes away.</param>
public sealed record ValueChange(string Path, string? Before, string? After);

/// <summary>What runs of one component, as the record of deployments has it.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Spec">What it is.</param>
/// <param name="Directory">The folder that relative paths of its command start from.</param>
/// <param name="MissingInstances">How many instances the target does not have any more although they are wanted.</param>
public sealed record RunningComponent(int Revision, ComponentSpec Spec, string Directory, int MissingInstances = 0)
{
    /// <summary>What its instances have got otherwise than it is recorded, or will soon have no more; empty when nothing. New instances put it right.</summary>
    public ImmutableArray<ValueChange> Repairs { get; init; } = [];
}
