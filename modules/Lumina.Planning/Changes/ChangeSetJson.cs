using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>The one JSON form of change sets, and the digest made from it.</summary>
public static class ChangeSetJson
{
    private static readonly JsonTypeInfo<ChangeSet> Type = (JsonTypeInfo<ChangeSet>)PlanJson.With(ChangeSetJsonContext.Default).GetTypeInfo(typeof(ChangeSet));

    public static byte[] Write(ChangeSet changes) => JsonSerializer.SerializeToUtf8Bytes(changes, Type);

    /// <exception cref="JsonException">The text is not a change set.</exception>
    public static ChangeSet Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Type) ?? throw new JsonException("null is not a change set.");

    /// <summary><c>sha256:</c> and 64 hexadecimal digits. Equal change sets have equal digests, on every machine.</summary>
    public static string Digest(ChangeSet changes) => PlanJson.DigestOf(Write(changes));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChangeSet))]
internal sealed partial class ChangeSetJsonContext : JsonSerializerContext;
