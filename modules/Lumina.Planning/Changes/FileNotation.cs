using System.Text;
using Lumina.Language.Plans;

namespace Lumina.Planning.Changes;

/// <summary>Files of components as change sets show them: <c>(text 3f6c0a12)</c>, <c>(secret, version 2)</c>, <c>(secret, text 3f6c0a12 and version 2)</c>. Never what
/// they say.</summary>
internal static class FileNotation
{
    private const int DigitsOfDigest = 8;

    public static string? Of(ConfigFileSpec? file)
    {
        if (file is null) return null;
        var secrets = file.Pieces.Select(piece => piece.Secret).OfType<SecretReference>().Select(secret => SecretNotation.Of(secret, null)!["(secret, ".Length..^1]).Distinct().ToList();
        if (file.Pieces.All(piece => piece.Text is null)) return $"(secret, {string.Join(" and ", secrets)})";
        return secrets.Count == 0 ? $"(text {DigestOf(file)})" : $"(secret, text {DigestOf(file)} and {string.Join(" and ", secrets)})";
    }

    /// <summary>Whether what instances find differs.</summary>
    public static bool Differ(ConfigFileSpec? one, ConfigFileSpec? other)
    {
        if (one is null || other is null) return !ReferenceEquals(one, other);
        return one.Pieces.Length != other.Pieces.Length
            || one.Pieces.Zip(other.Pieces).Any(pair => pair.First.Text != pair.Second.Text || SecretNotation.Differ(pair.First.Secret, pair.Second.Secret));
    }

    // Of the texts only: what a secret says is not even in a digest. Between two of them is a sign that no text has.
    private static string DigestOf(ConfigFileSpec file)
    {
        var texts = string.Join('\0', file.Pieces.Select(piece => piece.Text));
        return PlanJson.DigestOf(Encoding.UTF8.GetBytes(texts))["sha256:".Length..][..DigitsOfDigest];
    }
}
