using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>Stages through which a version goes. Nothing runs them yet.</summary>
public sealed record PipelineSpec
{
    public required string Name { get; init; }

    /// <summary>In the order of the text, each name once; what runs before what, <see cref="StageSpec.After"/> tells.</summary>
    public required ImmutableArray<StageSpec> Stages { get; init; }
}

/// <summary>One stage: its command, its deployment, its gates, in that order; at least one of them.</summary>
public sealed record StageSpec
{
    public required string Name { get; init; }

    /// <summary>Names of stages of the same pipeline that have to be through, sorted, each once.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>A program and its arguments that has to exit with 0; empty for none.</summary>
    public ImmutableArray<string> Run { get; init; } = [];

    /// <summary>How long <see cref="Run"/> may take; longer than zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The environment that the plan is deployed to; null for none.</summary>
    public string? Deploy { get; init; }

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<GateSpec> Gates { get; init; } = [];
}

/// <summary>What has to be so before a stage is through.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SoakGate), "soak")]
[JsonDerivedType(typeof(ApprovalGate), "approval")]
[JsonDerivedType(typeof(CheckGate), "check")]
public abstract record GateSpec;

/// <summary>Everything has stayed well for a time.</summary>
public sealed record SoakGate : GateSpec
{
    /// <summary>Longer than zero.</summary>
    public required TimeSpan Duration { get; init; }
}

/// <summary>People agree.</summary>
public sealed record ApprovalGate : GateSpec
{
    public required ApprovalSpec Approval { get; init; }
}

/// <summary>A command exits with 0.</summary>
public sealed record CheckGate : GateSpec
{
    /// <summary>The program and its arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>How long it may take; longer than zero.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
