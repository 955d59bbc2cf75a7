using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Editing;

namespace Lumina.Language.Rules;

/// <summary>Knows the C# in rules: for editors, which the language itself can tell only where a piece begins and ends. Never throws for any text.</summary>
public interface ICSharpChecker
{
    /// <summary>What is wrong with the pieces of a set, at their own places.</summary>
    /// <param name="rules">The set, as far as it could be understood.</param>
    ImmutableArray<Diagnostic> Check(RuleSet rules);

    /// <summary>What can be written at a place in a piece.</summary>
    /// <param name="subject">What the rule is about.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="offset">The place, from 0 to the piece's length.</param>
    ImmutableArray<CompletionItem> Complete(RuleSubject subject, string piece, int offset);

    /// <summary>What is known about the word at a place in a piece, in Markdown; null when that is nothing.</summary>
    /// <param name="subject">What the rule is about.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="offset">The place, from 0 to the piece's length.</param>
    string? Describe(RuleSubject subject, string piece, int offset);
}
