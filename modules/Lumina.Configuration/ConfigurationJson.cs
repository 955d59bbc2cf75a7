using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lumina.Language.Plans;

namespace Lumina.Configuration;

/// <summary>The JSON of configurations: one text for one configuration.</summary>
public static class ConfigurationJson
{
    private static readonly JsonTypeInfo<ConfigurationVersion> Type =
        (JsonTypeInfo<ConfigurationVersion>)PlanJson.With(ConfigurationJsonContext.Default).GetTypeInfo(typeof(ConfigurationVersion));

    public static byte[] Write(ConfigurationVersion configuration) => JsonSerializer.SerializeToUtf8Bytes(configuration, Type);

    /// <exception cref="JsonException">It is no configuration.</exception>
    public static ConfigurationVersion Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Type) ?? throw new JsonException("This is no configuration.");

    /// <summary><c>sha256:</c> and the digest of what instances get: the same wherever it was written, and however often a secret was encrypted.</summary>
    public static string ContentDigest(ConfigurationVersion configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (name, value) in configuration.Variables)
                WriteAll(json, name, value.Text, NameOf(value.Secret), value.Fingerprint);
            foreach (var (path, file) in configuration.Files)
            {
                WriteAll(json, path, file.Fingerprint, file.Variable);
                foreach (var piece in file.Pieces)
                    WriteAll(json, piece.Text, NameOf(piece.Secret));
            }
            json.WriteEndArray();
        }
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void WriteAll(Utf8JsonWriter json, params ReadOnlySpan<string?> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string? NameOf(SecretReference? secret) => secret switch
    {
        VaultSecret vault => string.Create(CultureInfo.InvariantCulture, $"vault {vault.Version} {vault.Path} {vault.Key}"),
        SealedSecret own => string.Create(CultureInfo.InvariantCulture, $"sealed {own.Version} {own.Name}"),
        _ => null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigurationVersion))]
internal sealed partial class ConfigurationJsonContext : JsonSerializerContext;
