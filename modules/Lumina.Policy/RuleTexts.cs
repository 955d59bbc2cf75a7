using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lumina.Language.Rules;

namespace Lumina.Policy;

/// <summary>What a set of rules was read from: kept, so that what it said can be explained when its folder says something else.</summary>
/// <param name="Digest">The set's, which is of what its rules say and not of these texts.</param>
/// <param name="Files">All of them.</param>
public sealed record RuleTexts(string Digest, ImmutableArray<RuleFile> Files)
{
    /// <summary>What the document is called in a store.</summary>
    public const string Kind = "policy-rules";

    /// <summary>The name by which the texts of a set are found.</summary>
    public static string NameOf(string digest) => $"{Kind} {digest}";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, RuleTextsJson.Default.RuleTexts);

    /// <exception cref="JsonException">The text is something else.</exception>
    public static RuleTexts Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, RuleTextsJson.Default.RuleTexts) is { Files.IsDefault: false } texts ? texts : throw new JsonException("These are no texts of rules.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleTexts))]
internal sealed partial class RuleTextsJson : JsonSerializerContext;
