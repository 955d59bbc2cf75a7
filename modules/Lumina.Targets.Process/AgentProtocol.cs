using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Targets.Process;

/// <summary>What the host and an agent say to each other: JSON over HTTP, each command with an operation id and a fence.</summary>
public static class AgentProtocol
{
    /// <summary>Raised with every change that an older program could not understand.</summary>
    public const int Version = 3;

    /// <summary>The largest request that an agent takes, in bytes: a component with all its files and secrets.</summary>
    public const long LargestRequest = 4 * 1024 * 1024;

    /// <summary>What an agent exits with when another one has its folder.</summary>
    public const int AlreadyRunsExitCode = 7;

    /// <summary>The file in an agent's folder that says how to reach it: an <see cref="AgentEndpoint"/>.</summary>
    public const string EndpointFile = "agent.json";
}

/// <summary>How to reach an agent: the content of <c>agent.json</c> in its folder, readable by its owner only.</summary>
/// <param name="Url">Base address, loopback.</param>
/// <param name="Token">Bearer token.</param>
/// <param name="ProcessId">The agent's process.</param>
/// <param name="Protocol"><see cref="AgentProtocol.Version"/> of that agent.</param>
public sealed record AgentEndpoint(string Url, string Token, int ProcessId, int Protocol);

/// <summary>PUT /v1/components/{environment}/{plan}/{component}/revisions/{number}</summary>
public sealed record ScaleCommand(Operation Operation, RevisionSpec Revision, int Instances)
{
    /// <summary>What its instances get beside what is in the specification; null for nothing, and where the agent has it already.</summary>
    public WireContents? Contents { get; init; }
}

/// <summary>PUT /v1/components/{environment}/{plan}/{component}/traffic</summary>
public sealed record TrafficCommand(Operation Operation, TrafficSplit Traffic);

/// <summary>DELETE /v1/components/{environment}/{plan}/{component}</summary>
public sealed record RemoveCommand(Operation Operation);

/// <summary>POST /v1/components/{environment}/{plan}/{component}/prepare</summary>
public sealed record PrepareCommand(Operation Operation, RevisionSpec Revision)
{
    /// <inheritdoc cref="ScaleCommand.Contents"/>
    public WireContents? Contents { get; init; }
}

/// <summary>GET /v1/components?environment=&amp;plan=&amp;component=</summary>
public sealed record ObservationList(ImmutableArray<Observation> Components);

// GET /v1/components/{environment}/{plan}/{component}/metrics answers with TrafficMetrics.

/// <summary>What the agent answers to every command.</summary>
public sealed record CommandAnswer(TargetOutcome Outcome, string? Reason);

/// <summary>GET /healthz, the only one that wants no token.</summary>
/// <param name="Agent">The id of the agent's folder.</param>
/// <param name="ProcessId">The agent's process.</param>
/// <param name="Protocol"><see cref="AgentProtocol.Version"/> of that agent.</param>
public sealed record AgentHealth(string Agent, int ProcessId, int Protocol)
{
    /// <summary>That it has the token, when the question had something to prove it with: see <see cref="AgentProof"/>.</summary>
    public string? Proof { get; init; }
}

/// <summary>POST /v1/shutdown: the agent ends; what it has started runs on.</summary>
/// <param name="OnlyIfEmpty">Whether it refuses as long as it has a component.</param>
public sealed record AgentShutdown(bool OnlyIfEmpty);

/// <summary>What the agent answers when it is asked to end.</summary>
/// <param name="Stopping">Whether it is going down.</param>
/// <param name="Reason">Why not.</param>
public sealed record AgentShutdownAnswer(bool Stopping, string? Reason);

/// <summary>How all of it is written as JSON.</summary>
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
[JsonSerializable(typeof(TrafficMetrics))]
[JsonSerializable(typeof(AgentHealth))]
[JsonSerializable(typeof(WireContents))]
[JsonSerializable(typeof(ReadBackQuestion))]
[JsonSerializable(typeof(ReadBackList))]
[JsonSerializable(typeof(ReadBackAllQuestion))]
[JsonSerializable(typeof(ReadBackAllList))]
[JsonSerializable(typeof(AgentShutdown))]
[JsonSerializable(typeof(AgentShutdownAnswer))]
public sealed partial class AgentJson : JsonSerializerContext
{
    /// <summary>For reading commands with a component in them: what an older host did not write gets its default, and not nothing.</summary>
    public static JsonTypeInfo<T> Reading<T>() => (JsonTypeInfo<T>)Reader.Options.GetTypeInfo(typeof(T));

    // A class of its own: it is made after what is generated.
    private static class Reader
    {
        public static JsonSerializerOptions Options { get; } = PlanJson.With(Default);
    }
}
