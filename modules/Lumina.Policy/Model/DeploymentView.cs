using System.Text.Json.Serialization;
using Lumina.Planning.Changes;

namespace Lumina.Policy.Model;

/// <summary>What would be done, by whom and why: the variable <c>deployment</c>.</summary>
public sealed record DeploymentView
{
    /// <summary>Its id; null as long as it has none.</summary>
    public string? Id { get; init; }

    /// <summary><c>apply</c>, <c>rollback</c> or <c>remove</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who wants it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, in that one's words; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Who has agreed to it by now.</summary>
    public IReadOnlyList<string> ApprovedBy { get; init; } = [];

    /// <summary>What would happen to each component, sorted by name; unchanged ones are listed too.</summary>
    public required IReadOnlyList<ChangeView> Changes { get; init; }

    /// <inheritdoc />
    public override string ToString() => Id ?? Kind;
}

/// <summary>What would happen to one component: the variable <c>change</c>.</summary>
public sealed record ChangeView
{
    /// <summary>The component's name.</summary>
    public required string Component { get; init; }

    /// <summary>What happens to it.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>Whether instances stay as they are and only their number, or how they are rolled out, changes.</summary>
    public bool InPlace { get; init; }

    /// <summary>The component as it runs; null when it doesn't. In the document it is left out where nothing changes.</summary>
    public ComponentView? Before { get; init; }

    /// <summary>The component as it should be; null when it is removed. In the document it is left out where nothing changes.</summary>
    public ComponentView? After { get; init; }

    /// <summary>The values that change, in the words of plans; empty where nothing changes.</summary>
    public IReadOnlyList<ValueChangeView> Values { get; init; } = [];

    /// <summary>The number of the revision that runs; null when none does.</summary>
    public int? FromRevision { get; init; }

    /// <summary>The version that runs; null when none does or it has none.</summary>
    public string? FromVersion { get; init; }

    /// <summary>Whether a value changes: <c>change.Changes("image")</c>, <c>change.Changes("config LOG_LEVEL")</c>; of a group any: <c>"config"</c>.</summary>
    public bool Changes(string path) =>
        Values.Any(v => v.Path == path || (v.Path.StartsWith(path, StringComparison.Ordinal) && v.Path.Length > path.Length && v.Path[path.Length] == ' '));

    /// <inheritdoc />
    public override string ToString() => $"{Action.ToString().ToLowerInvariant()} {Component}";
}

/// <summary>One value that changes.</summary>
public sealed record ValueChangeView
{
    /// <summary>What it is: <c>image</c>, <c>config LOG_LEVEL</c>, <c>health path</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it is now; null when it is not there.</summary>
    public string? Before { get; init; }

    /// <summary>What it becomes; null when it goes away.</summary>
    public string? After { get; init; }
}

/// <summary>The step of a rollout that is about to begin: the variable <c>step</c>.</summary>
public sealed record StepView
{
    /// <summary>The name of the component that is rolled out.</summary>
    public required string Component { get; init; }

    /// <summary>Which step it is, from 1.</summary>
    public int Number { get; init; }

    /// <summary>How many there are.</summary>
    public int Of { get; init; }

    /// <summary>The share of traffic that the new revision gets in it; null where the strategy weighs none.</summary>
    public Percent? Weight { get; init; }

    /// <summary>The number of the revision that is rolled out.</summary>
    public int Revision { get; init; }

    /// <summary>Whether it is the first one.</summary>
    [JsonIgnore]
    public bool IsFirst => Number == 1;

    /// <summary>Whether it is the last one.</summary>
    [JsonIgnore]
    public bool IsLast => Number == Of;
}

/// <summary>The time at which policy is asked: the variable <c>clock</c>. While a request is decided it stands still.</summary>
public sealed record ClockView
{
    /// <summary>Now, in UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Now as clocks show it elsewhere, by the name of a time zone: <c>clock.LocalNow("Europe/Berlin")</c>.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine knows no such time zone.</exception>
    public DateTimeOffset LocalNow(string timeZone) => TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
}
