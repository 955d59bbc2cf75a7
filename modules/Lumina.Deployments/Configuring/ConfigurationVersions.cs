using System.Collections.Immutable;
using System.Text;
using Lumina.Configuration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>Makes the record of what instances get: no value of a secret is in it, only where it is kept and its fingerprint.</summary>
internal static class ConfigurationVersions
{
    /// <param name="spec">With the versions of its secrets.</param>
    /// <param name="contents">Their values.</param>
    /// <param name="key">For fingerprints.</param>
    /// <param name="origins">Where it was written: <c>config NAME</c>, <c>secret NAME</c>, <c>file PATH</c>; null where that is not known.</param>
    public static ConfigurationVersion Of(ComponentSpec spec, RevisionContents contents, FingerprintKey key, IReadOnlyDictionary<string, string>? origins)
    {
        var secret = contents.RevealVariables();
        var files = contents.RevealFiles();
        return new ConfigurationVersion
        {
            Variables = spec.Config.Select(c => KeyValuePair.Create(c.Key, new ConfiguredValue(c.Value, null, key.Of(Encoding.UTF8.GetBytes(c.Value)), Origin("config", c.Key))))
                .Concat(spec.Secrets.Select(s => KeyValuePair.Create(s.Key, new ConfiguredValue(null, Place(s.Value), key.Of(secret[s.Key].Reveal()), Origin("secret", s.Key)))))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Files = spec.Files.ToImmutableSortedDictionary(
                f => f.Key,
                f => new ConfiguredFile([.. f.Value.Pieces.Select(Place)], key.Of(files[f.Key].Content.Reveal()), f.Value.Variable, Origin("file", f.Key)), StringComparer.Ordinal),
        };

        string? Origin(string word, string name) => origins?.GetValueOrDefault($"{word} {name}");
    }

    private static FilePiece Place(FilePiece piece) => piece.Secret is { } secret ? piece with { Secret = Place(secret) } : piece;

    /// <summary>Where it is kept, without the encrypted value that travels with the plan: this record is kept for ever, and shown.</summary>
    private static SecretReference Place(SecretReference secret) => secret is SealedSecret { Envelope: not null } own ? own with { Envelope = null } : secret;
}
