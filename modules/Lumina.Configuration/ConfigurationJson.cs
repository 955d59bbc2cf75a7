using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Language.Plans;

namespace Lumina.Configuration;

/// <summary>The one JSON form of configuration versions, and the digests made from it.</summary>
public static class ConfigurationJson
{
    /// <summary>Which form versions are written in. A change of what is written raises it, and what was written before stays readable.</summary>
    public const int Format = 1;

    private static readonly JsonTypeInfo<ConfigurationVersion> Type =
        (JsonTypeInfo<ConfigurationVersion>)PlanJson.With(ConfigurationJsonContext.Default).GetTypeInfo(typeof(ConfigurationVersion));

    /// <summary>Equal versions are equal bytes, on every machine.</summary>
    public static byte[] Write(ConfigurationVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return JsonSerializer.SerializeToUtf8Bytes(Sorted(version), Type);
    }

    /// <exception cref="JsonException">The text is not a configuration version, or one of a format that a later version of Lumina writes.</exception>
    public static ConfigurationVersion Read(ReadOnlySpan<byte> utf8)
    {
        var version = JsonSerializer.Deserialize(utf8, Type) ?? throw new JsonException("null is not a configuration");
        return version.Format is >= 1 and <= Format
            ? Sorted(version)
            : throw new JsonException($"The configuration has the format {version.Format}; this version of Lumina reads 1 to {Format}.");
    }

    /// <summary>The digest of what instances get: without where it was written, and without how secrets are kept. A line that moved, or a secret that was
    /// encrypted anew, makes no new version.</summary>
    /// <returns><c>sha256:</c> and 64 hexadecimal digits.</returns>
    public static string ContentDigest(ConfigurationVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return PlanJson.DigestOf(Write(version with
        {
            Variables = version.Variables.SetItems(version.Variables.Select(variable => KeyValuePair.Create(
                variable.Key, variable.Value with { Secret = Bare(variable.Value.Secret), Origin = null }))),
            Files = version.Files.SetItems(version.Files.Select(file => KeyValuePair.Create(file.Key, file.Value with
            {
                Pieces = [.. file.Value.Pieces.Select(piece => piece with { Secret = Bare(piece.Secret) })],
                Origin = null,
            }))),
        }));
    }

    /// <summary>Which value it is, and nothing else of it.</summary>
    private static SecretReference? Bare(SecretReference? secret) => secret switch
    {
        VaultSecret vault => new VaultSecret { Path = vault.Path, Key = vault.Key, Version = vault.Version },
        SealedSecret kept => new SealedSecret { Name = kept.Name, Version = kept.Version },
        _ => secret,
    };

    /// <summary>In the order of the characters' numbers: a dictionary that was read has the order of the machine's language.</summary>
    private static ConfigurationVersion Sorted(ConfigurationVersion version) => version with
    {
        Variables = version.Variables.WithComparers(StringComparer.Ordinal),
        Files = version.Files.WithComparers(StringComparer.Ordinal),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigurationVersion))]
internal sealed partial class ConfigurationJsonContext : JsonSerializerContext;
