using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Configuration;

/// <summary>Where a secret is kept, and its version, for a person and as it stands in the place of its value. Never a value.</summary>
public static class SecretPlace
{
    /// <summary><c>vault lumina/memory key, version 3</c>; <c>sealed tls-key, version 2</c>.</summary>
    public static string Of(SecretReference secret) => secret switch
    {
        VaultSecret vault => $"vault {vault.Path} {vault.Key}{VersionOf(vault.Version)}",
        SealedSecret kept => $"sealed {kept.Name}{VersionOf(kept.Version)}",
        _ => "kept in a store that this program does not know",
    };

    /// <summary>As it stands in a text in the place of the value: <c>${vault lumina/memory key, version 3}</c>.</summary>
    public static string Placeholder(SecretReference secret) => $"${{{Of(secret)}}}";

    /// <summary>A file's text, with placeholders where secrets are.</summary>
    public static string TextOf(ConfiguredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return string.Concat(file.Pieces.Select(piece => piece.Secret is { } secret ? Placeholder(secret) : piece.Text));
    }

    /// <summary>Whether any of a file is secret.</summary>
    public static bool IsSecret(ConfiguredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Pieces.Any(piece => piece.Secret is not null);
    }

    private static string VersionOf(int? version) => version is > 0 and var number ? string.Create(CultureInfo.InvariantCulture, $", version {number}") : "";
}
