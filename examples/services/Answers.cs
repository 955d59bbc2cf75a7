using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lumina.Examples.Service;

/// <summary>GET /</summary>
internal sealed record RootAnswer(string Role, string Version, IReadOnlyDictionary<string, JsonElement> Dependencies);

/// <summary>GET /version</summary>
internal sealed record VersionAnswer(string Role, string Version, string Instance, int Pid);

/// <summary>GET /health and /ready</summary>
internal sealed record HealthAnswer(string Status, string? Reason);

/// <summary>Anything that went wrong.</summary>
internal sealed record ErrorAnswer(string Role, string Version, string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RootAnswer))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(string))]
internal sealed partial class AnswerJson : JsonSerializerContext;
