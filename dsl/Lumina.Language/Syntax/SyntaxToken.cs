using Lumina.Language.Text;

namespace Lumina.Language.Syntax;

/// <summary>A word or a sign of the language with what stands before it: blanks, comments, and what the language doesn't know.
/// Tokens in a row leave nothing out: each begins (with its trivia) where the one before it ends.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="FirstOnLine">Whether nothing but trivia stands before it on its line.</param>
/// <param name="FullStart">Where its leading trivia begins.</param>
/// <param name="Start">Where it begins itself.</param>
/// <param name="End">Where it ends; at <paramref name="Start"/> for one that is missing.</param>
internal readonly record struct SyntaxToken(TokenKind Kind, bool FirstOnLine, int FullStart, int Start, int End)
{
    public TextSpan Span => new(Start, End);

    /// <summary>Whether the grammar wanted it here and it isn't there.</summary>
    public bool IsMissing => Start == End && Kind is not TokenKind.EndOfBlock;

    public static SyntaxToken Missing(TokenKind kind, int position) => new(kind, false, position, position, position);
}
