using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Parsing;

/// <summary>The tokens of one top-level block, and what is known about it as a whole.</summary>
internal sealed class SourceBlock(SourceText source, DiagnosticBag diagnostics, Dialect dialect)
{
    /// <summary>Which language it is written in.</summary>
    public Dialect Dialect => dialect;

    /// <summary>The last one is <see cref="TokenKind.EndOfBlock"/>.</summary>
    public List<SyntaxToken> Tokens { get; } = [];

    public SourceText Source => source;

    public DiagnosticBag Diagnostics => diagnostics;

    /// <summary>Opening braces without a closing one; below zero when there are more closing ones. Recovery takes missing braces off.</summary>
    public int Unclosed { get; set; }

    /// <summary>Where characters or strings were found wrong, ascending.</summary>
    public List<int> LexicalErrors { get; } = [];

    /// <summary>Whether a string or a comment is not closed, so that braces may have got lost in it.</summary>
    public bool HasUnclosedText { get; set; }

    /// <summary>Whether it was nested too deeply to be read; the tokens end there, the text of the block at <see cref="End"/>.</summary>
    public bool IsTooDeep { get; set; }

    /// <summary>Whether a missing or superfluous brace has been reported.</summary>
    public bool HasBraceError { get; set; }

    /// <summary>Where the text of the block ends.</summary>
    public int End { get; set; }

    /// <summary>How many expressions deep parsing is.</summary>
    public int Depth { get; set; }

    /// <summary>From here on the tokens are the rest of a text that is not closed, and say nothing.</summary>
    public int MutedFrom { get; set; }

    /// <summary>Reports what the grammar finds wrong.</summary>
    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Location.Start < MutedFrom)
            diagnostics.Add(diagnostic);
    }

    public void Clear()
    {
        Tokens.Clear();
        LexicalErrors.Clear();
        (Unclosed, Depth, End, MutedFrom) = (0, 0, 0, int.MaxValue);
        (HasUnclosedText, IsTooDeep, HasBraceError) = (false, false, false);
    }

    public bool HasLexicalErrorIn(int start, int end)
    {
        var index = LexicalErrors.BinarySearch(start);
        index = index < 0 ? ~index : index;
        return index < LexicalErrors.Count && LexicalErrors[index] < end;
    }
}
