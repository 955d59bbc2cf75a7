using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Language.Plans;
using Lumina.Policy;

namespace Lumina.Deployments.Deciding;

/// <summary>All that was decided at one moment, as it is kept.</summary>
/// <param name="Decisions">In the order in which they count.</param>
public sealed record DecisionsDocument(ImmutableArray<Decision> Decisions);

/// <summary>The JSON form of decisions.</summary>
public static class DecisionsJson
{
    /// <summary>What the documents are called in the store.</summary>
    public const string Kind = "policy-decisions", InputKind = "policy-input";

    private static readonly JsonTypeInfo<DecisionsDocument> Type =
        (JsonTypeInfo<DecisionsDocument>)PlanJson.With(DecisionsJsonContext.Default).GetTypeInfo(typeof(DecisionsDocument));

    public static byte[] Write(ImmutableArray<Decision> decisions) => JsonSerializer.SerializeToUtf8Bytes(new DecisionsDocument(decisions), Type);

    /// <exception cref="JsonException">The text is something else.</exception>
    public static ImmutableArray<Decision> Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Type) is { Decisions.IsDefault: false } document ? document.Decisions : throw new JsonException("These are no decisions.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DecisionsDocument))]
internal sealed partial class DecisionsJsonContext : JsonSerializerContext;
