using Lumina.Language.Text;

namespace Lumina.Language.Editing;

/// <summary>A piece of a document's text, in UTF-16 code units.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Length">How many characters it has.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>The offset behind its last character.</summary>
    public int End => Start + Length;

    internal static TextRange Of(TextSpan span) => new(span.Start, span.Length);
}

/// <summary>A piece of one of several documents.</summary>
/// <param name="File">The document's file.</param>
/// <param name="Range">Where in it.</param>
public readonly record struct FileRange(string File, TextRange Range);

/// <summary>A place in a text as editors count: both from 0, characters in UTF-16 code units.</summary>
public readonly record struct TextPosition(int Line, int Character);
