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
        SealedSecret kept => other is SealedSecret same && same.Name == kept.Name && kept.Version > 0
            ? $"(secret, {VersionOf(kept.Version)}{(same != kept && same.Version == kept.Version && kept.CreatedAt is { } at ? $" of {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "")})"
            : $"(secret, {(kept.Version > 0 ? VersionOf(kept.Version) + " " : "")}sealed as {kept.Name})",
        _ => "(secret)",
    };

    private static string VersionOf(VaultSecret vault) =>
        vault.Version is { } version ? VersionOf(version) : "newest version";

    private static string VersionOf(int version) => "version " + version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether two references are to different values. Whether a version was asked for or was the newest one makes no difference, nor does an envelope:
    /// when keys are changed, the same value is sealed anew. When a sealed value was set does: on two branches of a repository each may have become version 3.</summary>
    public static bool Differ(SecretReference? one, SecretReference? other) => Pinned(one) != Pinned(other);

    private static SecretReference? Pinned(SecretReference? secret) => secret switch
    {
        VaultSecret vault => vault with { Newest = false, CreatedAt = null },
        SealedSecret kept => kept with { Envelope = null },
        _ => secret,
    };
}
