using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lumina.Deployments.Targets;

namespace Lumina.Targets.Process;

/// <summary>What the host and an agent say to each other: JSON over HTTP, each command with an operation id and a fence.</summary>
public static class AgentProtocol
{
    /// <summary>Raised with every change that an older program could not understand.</summary>
    public const int Version = 1;
}

/// <summary>How to reach an agent: the content of <c>agent.json</c> in its folder, readable by its owner only.</summary>
/// <param name="Url">Base address, loopback.</param>
/// <param name="Token">Bearer token.</param>
/// <param name="ProcessId">The agent's process.</param>
/// <param name="Protocol"><see cref="AgentProtocol.Version"/> of that agent.</param>
public sealed record AgentEndpoint(string Url, string Token, int ProcessId, int Protocol);

/// <summary>PUT /v1/components/{environment}/{plan}/{component}/revisions/{number}</summary>
public sealed record ScaleCommand(Operation Operation, RevisionSpec Revision, int Instances);

/// <summary>PUT /v1/components/{environment}/{plan}/{component}/traffic</summary>
public sealed record TrafficCommand(Operation Operation, TrafficSplit Traffic);

/// <summary>DELETE /v1/components/{environment}/{plan}/{component}</summary>
public sealed record RemoveCommand(Operation Operation);

/// <summary>POST /v1/components/{environment}/{plan}/{component}/prepare</summary>
public sealed record PrepareCommand(Operation Operation, RevisionSpec Revision);

/// <summary>GET /v1/components?environment=&amp;plan=&amp;component=</summary>
public sealed record ObservationList(ImmutableArray<Observation> Components);

/// <summary>What the agent answers to every command.</summary>
public sealed record CommandAnswer(TargetOutcome Outcome, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentEndpoint))]
[JsonSerializable(typeof(ScaleCommand))]
[JsonSerializable(typeof(TrafficCommand))]
[JsonSerializable(typeof(RemoveCommand))]
[JsonSerializable(typeof(PrepareCommand))]
[JsonSerializable(typeof(ObservationList))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(LogLine))]
public sealed partial class AgentJson : JsonSerializerContext;
