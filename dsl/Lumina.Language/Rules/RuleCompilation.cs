using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Rules;

/// <summary>A file of rules.</summary>
/// <param name="Name">The name to report problems under.</param>
/// <param name="Text">What it says.</param>
public sealed record RuleFile(string Name, string Text);

/// <summary>What came of the files of a set.</summary>
public sealed class RuleCompilation
{
    private readonly ImmutableDictionary<string, string> _texts;

    internal RuleCompilation(IEnumerable<RuleFile> files) =>
        _texts = files.DistinctBy(f => f.Name).ToImmutableDictionary(f => f.Name, f => f.Text, StringComparer.Ordinal);

    /// <summary>All findings, file after file in the order in which they were given, and in the order of their texts.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether a finding is an error. Then nobody may decide by <see cref="Rules"/>.</summary>
    public bool HasErrors { get; init; }

    /// <summary>The rules and waivers. With errors: those that could be understood, for further findings only.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Empty;

    /// <summary>The tests, in the order of the texts. With errors: those that could be understood.</summary>
    public ImmutableArray<RuleTestSpec> Tests { get; init; } = [];

    /// <summary>The text of a file by the name that findings have; null when there is no such file.</summary>
    public string? TextOf(string file) => _texts.GetValueOrDefault(file);
}
