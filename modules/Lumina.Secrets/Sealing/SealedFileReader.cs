using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Plans;

namespace Lumina.Secrets.Sealing;

/// <summary>Tells the compiler of plans which sealed secrets there are. It needs no key.</summary>
public sealed class SealedFileReader : ISealedFileReader
{
    private SealedFileReader()
    {
    }

    public static SealedFileReader Instance { get; } = new();

    public string FileName => SealedFile.Name;

    public SealedNames Read(string text)
    {
        var (file, problem) = SealedText.Read(text);
        var newest = new Dictionary<(string, string), SealedEntry>();
        foreach (var entry in file?.Entries ?? [])
            newest[(entry.Name, entry.Environment)] = entry;
        return new NamesOfFile(problem, [.. newest.Keys.Select(key => key.Item1).Distinct()], newest);
    }

    private sealed record NamesOfFile(string? Problem, ImmutableArray<string> Names, IReadOnlyDictionary<(string, string), SealedEntry> Newest) : SealedNames(Problem, Names)
    {
        public override SealedSecret? Find(string name, string environment) =>
            (Newest.GetValueOrDefault((name, environment)) ?? Newest.GetValueOrDefault((name, SealedNaming.All)))?.ToReference();
    }
}
