using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Language.Plans;

/// <summary>The one JSON form of plans and their parts, and the digests made from it.</summary>
public static class PlanJson
{
    /// <summary>For other serialisers that carry these types inside theirs.</summary>
    public static JsonSerializerOptions Options => PlanJsonContext.Default.Options;

    public static byte[] Write(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, PlanJsonContext.Default.Plan);

    public static byte[] Write(ComponentSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, PlanJsonContext.Default.ComponentSpec);

    /// <exception cref="JsonException">The text is not a plan.</exception>
    public static Plan ReadPlan(ReadOnlySpan<byte> utf8) => Read(utf8, PlanJsonContext.Default.Plan);

    /// <exception cref="JsonException">The text is not a component.</exception>
    public static ComponentSpec ReadComponent(ReadOnlySpan<byte> utf8) => Read(utf8, PlanJsonContext.Default.ComponentSpec);

    /// <summary><c>sha256:</c> and 64 hexadecimal digits. Equal plans have equal digests, on every machine.</summary>
    public static string Digest(Plan plan) => DigestOf(Write(plan));

    /// <inheritdoc cref="Digest(Plan)"/>
    public static string Digest(ComponentSpec spec) => DigestOf(Write(spec));

    /// <summary>The digest of any content, in the form that all digests of Lumina have.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("null is not a " + typeof(T).Name);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(ComponentSpec))]
[JsonSerializable(typeof(TargetSpec))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
