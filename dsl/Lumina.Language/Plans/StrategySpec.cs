using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>How a new revision takes the place of the one that runs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RollingSpec), "rolling")]
[JsonDerivedType(typeof(CanarySpec), "canary")]
[JsonDerivedType(typeof(BlueGreenSpec), "blue-green")]
[JsonDerivedType(typeof(RecreateSpec), "recreate")]
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

/// <summary>All old instances are stopped before the new ones are started.</summary>
public sealed record RecreateSpec : StrategySpec;

/// <summary>The new revision is started whole beside the old one, and then takes all the traffic at once.</summary>
public sealed record BlueGreenSpec : StrategySpec
{
    public SwitchMode Switch { get; init; } = SwitchMode.Automatic;

    /// <summary>What the new revision has to pass, beyond being healthy, before it takes the traffic; null for nothing.</summary>
    public VerifySpec? Verify { get; init; }
}

/// <summary>When the traffic goes over.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SwitchMode>))]
public enum SwitchMode
{
    /// <summary>As soon as the new revision is ready.</summary>
    Automatic,

    /// <summary>When somebody has said so.</summary>
    Approved,
}

/// <summary>The kind of a verification.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerifyKind>))]
public enum VerifyKind
{
    /// <summary>GET of <see cref="VerifySpec.Path"/> at the new revision; good is any status from 200 to 399.</summary>
    Http,

    /// <summary><see cref="VerifySpec.Command"/> exits with 0.</summary>
    Command,
}

/// <summary>What a new revision has to pass once before it takes the traffic.</summary>
public sealed record VerifySpec
{
    public required VerifyKind Kind { get; init; }

    /// <summary>Begins with '/'; for <see cref="VerifyKind.Http"/>.</summary>
    public string Path { get; init; } = "/health";

    /// <summary>For <see cref="VerifyKind.Command"/>.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>How long it may take; longer than zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
