using System.Collections.Immutable;
using System.Text;

namespace Lumina.Secrets.Sealing;

/// <summary>A file of sealed secrets: which master key it is of, and one line for each version of each value. What it says is not secret; it is made to be committed.</summary>
/// <param name="KeyId">The master key that all of it is of.</param>
/// <param name="Entries">By name, environment and version.</param>
public sealed record SealedFile(string KeyId, ImmutableArray<SealedEntry> Entries)
{
    /// <summary>Its name, in the plan's folder.</summary>
    public const string Name = "lumina.sealed";

    /// <summary>How many versions of a value are kept; older ones are in git.</summary>
    public const int KeptVersions = 10;

    /// <summary>How many lines it may have.</summary>
    public const int MostEntries = 10_000;

    /// <summary>How many bytes it may have.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    internal const int Format = 1;
    internal const string Mark = "lumina sealed ";
    internal const string Purpose = "encrypted values, to be committed; lumina secrets --help";
    internal const string End = "end";

    /// <summary>The newest version of a name for an environment: the one of that environment, else the one for all; null when there is neither.</summary>
    public SealedEntry? Find(string name, string environment) => Newest(name, environment) ?? Newest(name, SealedNaming.All);

    /// <summary>The newest version of exactly that.</summary>
    public SealedEntry? Newest(string name, string environment) => Entries.LastOrDefault(entry => entry.Name == name && entry.Environment == environment);

    /// <summary>With one more version, and without those that are too old to be kept.</summary>
    internal SealedFile With(SealedEntry added)
    {
        var entries = Entries.Add(added);
        return this with { Entries = Sorted(entries.RemoveAll(entry => entry.Name == added.Name && entry.Environment == added.Environment && entry.Version <= added.Version - KeptVersions)) };
    }

    internal static ImmutableArray<SealedEntry> Sorted(IEnumerable<SealedEntry> entries) =>
        [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.Environment, StringComparer.Ordinal).ThenBy(entry => entry.Version)];

    internal static string Header(string keyId) => $"{Mark}{Format} key {keyId} ({Purpose})";

    /// <summary>The same entries give the same text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Header(KeyId)).Append('\n');
        foreach (var entry in Entries) text.Append(entry.ToLine()).Append('\n');
        return text.Append(End).Append('\n').ToString();
    }
}
