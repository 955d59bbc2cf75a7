using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Language.Plans;

/// <summary>The one JSON form of plans and their parts, and the digests made from it.</summary>
public static class PlanJson
{
    /// <summary>Which form plans are written in. 1 had no such number, and no secrets, infrastructure, pipelines and so on; 2 knew of a check
    /// no more than its metric, query, bounds and comparison, and of a canary no matches, mirror and sticky clients; 3 knew of no on_conflict, and no checks
    /// over a whole rollout; 4 knew of no files, and sealed secrets by their names only. A change of what is written raises
    /// it, and what was written before stays readable.</summary>
    public const int Format = 5;

    /// <summary>For other serialisers that carry these types inside theirs.</summary>
    public static JsonSerializerOptions Options { get; } = With(PlanJsonContext.Default);

    /// <summary>A context's options, in which the types of plans that it has in it are read and written as here.</summary>
    public static JsonSerializerOptions With(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new JsonSerializerOptions(context.Options) { TypeInfoResolver = JsonTypeInfoResolver.Combine(new SpecResolver(), context) };
    }

    public static byte[] Write(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, TypeOf<Plan>());

    public static byte[] Write(ComponentSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, TypeOf<ComponentSpec>());

    /// <summary>Reads a plan of this format or an older one, as one of this.</summary>
    /// <exception cref="JsonException">The text is not a plan, or one of a format that a later version of Lumina writes.</exception>
    public static Plan ReadPlan(ReadOnlySpan<byte> utf8)
    {
        var plan = Read(utf8, TypeOf<Plan>());
        return plan.Format is >= 1 and <= Format
            ? plan with { Format = Format }
            : throw new JsonException($"The plan has the format {plan.Format}; this version of Lumina reads 1 to {Format}.");
    }

    /// <exception cref="JsonException">The text is not a component.</exception>
    public static ComponentSpec ReadComponent(ReadOnlySpan<byte> utf8) => Read(utf8, TypeOf<ComponentSpec>());

    /// <summary><c>sha256:</c> and 64 hexadecimal digits. Equal plans have equal digests, on every machine.</summary>
    public static string Digest(Plan plan) => DigestOf(Write(plan));

    /// <inheritdoc cref="Digest(Plan)"/>
    public static string Digest(ComponentSpec spec) => DigestOf(Write(spec));

    /// <summary>The digest of any content, in the form that all digests of Lumina have.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("null is not a " + typeof(T).Name);
}

/// <summary>The types of plans by reflection. What is generated for properties that are set once sets all of them, also those that are absent,
/// and so would leave no default of what an older version didn't write.</summary>
internal sealed class SpecResolver : IJsonTypeInfoResolver
{
    private readonly DefaultJsonTypeInfoResolver _all = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        type.Namespace == typeof(Plan).Namespace && !type.IsGenericType ? _all.GetTypeInfo(type, options) : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(ComponentSpec))]
[JsonSerializable(typeof(TargetSpec))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
