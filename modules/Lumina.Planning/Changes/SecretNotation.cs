using System.Globalization;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>References to secrets as change sets show them: <c>(secret, version 3)</c>, <c>(secret, newest version)</c>. Never a value.</summary>
internal static class SecretNotation
{
    /// <param name="secret">The reference; null for none.</param>
    /// <param name="other">What it is compared with: where both are kept is only said when they are kept in different places.</param>
    public static string? Of(SecretReference? secret, SecretReference? other) => secret switch
    {
        null => null,
        VaultSecret vault => other is VaultSecret same && same.Path == vault.Path && same.Key == vault.Key
            ? $"(secret, {VersionOf(vault)})"
            : $"(secret, {VersionOf(vault)} of {vault.Path} {vault.Key})",
        SealedSecret kept => $"(secret, sealed as {kept.Name})",
        _ => "(secret)",
    };

    private static string VersionOf(VaultSecret vault) =>
        vault.Version is { } version ? "version " + version.ToString(CultureInfo.InvariantCulture) : "newest version";
}
