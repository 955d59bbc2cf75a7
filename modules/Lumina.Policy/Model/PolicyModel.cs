using System.Runtime.CompilerServices;
using Lumina.Language.Plans;

namespace Lumina.Policy.Model;

/// <summary>Everything that rules see: of a request, once, for all rules. In the input document it is the document itself.</summary>
public sealed record PolicyModel
{
    /// <summary>When policy is asked: at <c>plan</c>, at <c>start</c>, or before a <c>step</c>.</summary>
    public required PolicyMoment Moment { get; init; }

    /// <summary>What is wanted.</summary>
    public required PlanView Plan { get; init; }

    /// <summary>Where.</summary>
    public required EnvironmentView Environment { get; init; }

    /// <summary>What would be done, by whom and why.</summary>
    public required DeploymentView Deployment { get; init; }

    /// <summary>The time at which it is asked.</summary>
    public required ClockView Clock { get; init; }

    /// <summary>The step that is about to begin; null at other moments.</summary>
    public StepView? Step { get; init; }

    /// <summary>The view of a request. The cost is linear in its components.</summary>
    public static PolicyModel Of(PolicyRequest request) => ModelReading.Of(request);
}

/// <summary>A plan for one environment: the variable <c>plan</c>.</summary>
public sealed record PlanView
{
    private Dictionary<string, ComponentView>? _byName;

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its author calls this state of it; null when the plan says none.</summary>
    public string? Version { get; init; }

    /// <summary>Who answers for it; null when the plan says nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Its components in this environment, sorted by name.</summary>
    public required IReadOnlyList<ComponentView> Components { get; init; }

    /// <summary>What has to be there before the components, sorted by name.</summary>
    public IReadOnlyList<InfrastructureView> Infrastructure { get; init; } = [];

    /// <summary>The component of a name; null when there is none.</summary>
    public ComponentView? Component(string name)
    {
        // Made twice when two threads come at once; both are the same.
        var byName = _byName ??= Components.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return name is null ? null : byName.GetValueOrDefault(name);
    }

    /// <summary>A plan is itself alone: what it has in it may be large.</summary>
    public bool Equals(PlanView? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>Something that another tool makes before components run.</summary>
public sealed record InfrastructureView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its Terraform module, relative to the plan's.</summary>
    public required string Directory { get; init; }

    /// <summary>The variables that the module is given, by name.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the infrastructure that it depends on, sorted.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>An environment of the plan: the variable <c>environment</c>.</summary>
public sealed record EnvironmentView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where components run unless they say otherwise.</summary>
    public required TargetView Target { get; init; }

    /// <summary>The environment that has to have run the plan first; null when there is none.</summary>
    public string? After { get; init; }

    /// <summary>How long the plan has to have run well in <see cref="After"/> first.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>Who has to agree before anything is deployed here; null for nobody.</summary>
    public ApprovalView? Approval { get; init; }

    /// <summary>When nothing is deployed here, in the order of the text.</summary>
    public IReadOnlyList<FreezeView> Freezes { get; init; } = [];

    /// <summary>What a deployment does here when another one of the plan has not ended.</summary>
    public OnConflict OnConflict { get; init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>People who have to agree.</summary>
public sealed record ApprovalView
{
    /// <summary>Groups or people; the agreement of any of them counts.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>How many different people have to agree.</summary>
    public int Count { get; init; }

    /// <summary>How long is waited for them.</summary>
    public TimeSpan Expires { get; init; }
}

/// <summary>A part of every week in which nothing is deployed.</summary>
public sealed record FreezeView
{
    /// <summary>Its first moment: <c>Fri 18:00</c>.</summary>
    public required string From { get; init; }

    /// <summary>The first moment after it.</summary>
    public required string To { get; init; }

    /// <summary>The time zone of both: <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }
}

/// <summary>Where components run.</summary>
public sealed record TargetView
{
    /// <summary>Its kind: <c>process</c>, <c>docker</c>, <c>kubernetes</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the plan says to it, as it is written there, by option.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => Kind;
}
