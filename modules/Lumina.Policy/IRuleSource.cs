using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy;

/// <summary>Where rules come from.</summary>
public interface IRuleSource
{
    /// <summary>The rules as they are now. Asked before every decision, so it is cheap when nothing has changed; then the answer is the very same.</summary>
    ReadRules Read();
}

/// <summary>Rules as they were read.</summary>
/// <param name="Rules">All of them; what it is worth with errors among <paramref name="Problems"/> is nothing.</param>
/// <param name="Problems">What was found while they were read.</param>
public sealed record ReadRules(RuleSet Rules, ImmutableArray<Diagnostic> Problems)
{
    /// <summary>What it was read from; none when whoever read it does not tell.</summary>
    public ImmutableArray<RuleFile> Files { get; init; } = [];

    public bool IsBroken => Problems.Any(p => p.Severity is Severity.Error);
}

/// <summary>Reads rule texts: the language does.</summary>
/// <param name="files">Names as they are shown, and texts.</param>
public delegate ReadRules RuleReader(IReadOnlyList<(string Name, string Text)> files);
