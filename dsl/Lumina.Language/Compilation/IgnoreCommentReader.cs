using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>Goes through the trivia of a tree for comments that silence something.</summary>
internal sealed class IgnoreCommentReader(IgnoreComments found, DiagnosticBag diagnostics) : ISyntaxVisitor
{
    public const string Word = "lumina-ignore";

    private SourceText Source => diagnostics.Source;

    public void Node(SyntaxNode node) => node.Accept(this);

    public void Token(SyntaxToken token)
    {
        var trivia = Source.Slice(new TextSpan(token.FullStart, token.Start));
        if (!trivia.Contains(Word, StringComparison.Ordinal))
            return;
        var line = Source.Locate(TextSpan.At(token.Start)).Line;
        for (var at = 0; at < trivia.Length - 1;)
        {
            var end = trivia[at] != '/' ? at + 1 : trivia[at + 1] switch
            {
                '/' => EndOf(trivia, at, '\n'),
                '*' => EndOf(trivia, at + 2, '/', '*'),
                _ => at + 1,
            };
            if (trivia[at..].StartsWith("//", StringComparison.Ordinal))
                ReadComment(new TextSpan(token.FullStart + at, token.FullStart + at + trivia[at..end].TrimEnd().Length), line);
            at = end;
        }
    }

    /// <summary>Behind the next place of a character, if need be with another one right before it.</summary>
    private static int EndOf(ReadOnlySpan<char> trivia, int from, char last, char before = '\0')
    {
        for (var at = from; at < trivia.Length; at++)
        {
            if (trivia[at] == last && (before == '\0' || (at > from && trivia[at - 1] == before)))
                return at + 1;
        }
        return trivia.Length;
    }

    private void ReadComment(TextSpan comment, int line)
    {
        var text = Source.ToString(comment);
        var start = 2 + (text.Length - 2 - text.AsSpan(2).TrimStart().Length);
        var codesAt = start + Word.Length;
        if (!text.AsSpan(start).StartsWith(Word, StringComparison.Ordinal) || (codesAt < text.Length && text[codesAt] is not (' ' or '\t' or ':')))
            return;
        var colon = text.IndexOf(':', codesAt);
        var reason = colon < 0 ? "" : text[(colon + 1)..].Trim();
        var written = Pieces(text[codesAt..(colon < 0 ? text.Length : colon)], comment.Start + codesAt);
        if (written.Count == 0)
            diagnostics.Add(IgnoreFindings.Nothing(diagnostics.Locate(comment)));
        else if (reason.Length == 0)
            diagnostics.Add(IgnoreFindings.WithoutReason(diagnostics.Locate(comment)));
        foreach (var piece in written)
            ReadCode(piece, comment, line, reason, written.Count == 1);
    }

    private void ReadCode(TextSpan piece, TextSpan comment, int line, string reason, bool isOnlyOne)
    {
        var written = Source.ToString(piece);
        var at = diagnostics.Locate(piece);
        if (DiagnosticCatalogue.FindByCodeOrName(written) is not { } entry)
            diagnostics.Add(IgnoreFindings.Unknown(at, written.Length > 40 ? written[..40] + "…" : written, DiagnosticCatalogue.Nearest(written)));
        else if (!entry.CanBeChanged)
            diagnostics.Add(IgnoreFindings.OfError(at, entry));
        else
            found.Add(new IgnoredCode(entry, at, line, reason, isOnlyOne ? Removal(comment) : null));
    }

    private TextFix Removal(TextSpan comment) => new("remove the comment", comment.Start - Source.FileAt(comment.Start).Start, comment.Length, "");

    /// <summary>What stands between commas, without blanks.</summary>
    private static List<TextSpan> Pieces(string text, int offset)
    {
        var pieces = new List<TextSpan>();
        for (var at = 0; at <= text.Length;)
        {
            var comma = text.IndexOf(',', at);
            var end = comma < 0 ? text.Length : comma;
            var piece = text.AsSpan(at, end - at);
            var start = at + (piece.Length - piece.TrimStart().Length);
            var length = piece.Trim().Length;
            if (length > 0)
                pieces.Add(new TextSpan(offset + start, offset + start + length));
            at = end + 1;
        }
        return pieces;
    }
}
