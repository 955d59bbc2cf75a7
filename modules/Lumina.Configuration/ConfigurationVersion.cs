using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Configuration;

/// <summary>
/// All that the instances of a revision are configured with, as it was resolved: immutable, kept for ever under the digest of its JSON. Secrets stand in it
/// as references with their versions and as fingerprints, never as values.
/// </summary>
public sealed record ConfigurationVersion
{
    /// <summary>Raised when an older program could not read it.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Environment variables by name.</summary>
    public required ImmutableSortedDictionary<string, ConfiguredValue> Variables { get; init; }

    /// <summary>Files by path.</summary>
    public required ImmutableSortedDictionary<string, ConfiguredFile> Files { get; init; }
}

/// <summary>A variable.</summary>
/// <param name="Text">Its value; null for a secret.</param>
/// <param name="Secret">The secret, with the version that was taken; null when it is none.</param>
/// <param name="Fingerprint">Of the value, under the hosts' key (Lumina.Secrets, FingerprintKey).</param>
/// <param name="Origin">Where it was written: <c>lumina.deploy:34</c>; null where that is not known.</param>
public sealed record ConfiguredValue(string? Text, SecretReference? Secret, string Fingerprint, string? Origin);

/// <summary>A file.</summary>
/// <param name="Pieces">Its content; secrets in it as references with the versions that were taken.</param>
/// <param name="Fingerprint">Of all of it, under the hosts' key.</param>
/// <param name="Variable">The variable that says where it is; null for none.</param>
/// <param name="Origin">Where it was written; null where that is not known.</param>
public sealed record ConfiguredFile(ImmutableArray<FilePiece> Pieces, string Fingerprint, string? Variable, string? Origin);
