using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Parsing;

/// <summary>C# in rules: behind <c>when</c> and <c>where</c>, and in the <c>${…}</c> of what a rule says. One token each, as it is written.</summary>
internal sealed partial class Lexer
{
    private const int LongestWord = 16;

    private bool IsInRules => dialect == Dialect.Rules;

    private bool IsIn(string declaration) =>
        _block.Tokens is [var first, ..] && _text.AsSpan(first.Start, first.End - first.Start).SequenceEqual(declaration);

    private bool LeadsToCSharp()
    {
        if (!IsInRules || _block.Tokens is not [_, _, .., var last] || IsIn(RuleWords.Test) || IsIn(RuleWords.Waive))
            return false;
        if (last.Kind is TokenKind.StringHead or TokenKind.StringMiddle)
            return true;
        if (last.Kind != TokenKind.Identifier || _holes.Count > 0 || _braces > 1 || last.End - last.Start > LongestWord)
            return false;
        var before = _block.Tokens[^2].Kind;
        return RuleWords.LeadsToCSharp(_text.AsSpan(last.Start, last.End - last.Start), last.FirstOnLine || before == TokenKind.OpenBrace);
    }

    /// <summary>The piece that begins here, with the blanks and comments before it; null when none does.</summary>
    private SyntaxToken? ReadCSharp()
    {
        var hole = _holes.TryPeek(out var around) ? around : (Hole?)null;
        var scanner = new CSharpScanner(_text, StopsBefore) { IsHole = hole is not null, MayEndLine = hole is null || hole.Value.SeveralLines, NoMoreCommentEnds = _noMoreCommentEnds };
        var start = scanner.SkipGap(_position);
        if (start == _text.Length || _text[start] == '}' || (_text[start] == '=' && !_text.AsSpan(start).StartsWith("==")))
            return null;
        var crossesLine = _text.AsSpan(_position, start - _position).Contains('\n');
        var isElse = hole is { } inside ? crossesLine && !inside.SeveralLines : scanner.BeginsEntry(start, crossesLine) || (crossesLine && StopsBefore(start));
        if (isElse)
            return null;
        var end = scanner.FindEnd(start);
        _noMoreCommentEnds = scanner.NoMoreCommentEnds;
        if (end == start)
            return null;
        if (scanner.Deepest > DeepestNesting)
            diagnostics.Add(SyntaxFindings.TooDeep(source.Locate(new TextSpan(start, end)), DeepestNesting));
        var token = new SyntaxToken(TokenKind.CSharp, crossesLine, _fullStart, start, end);
        (_position, _fullStart, _firstOnLine) = (end, end, false);
        return token;
    }

    /// <summary>Whether a declaration begins at the beginning of a line, so that nothing that is open goes on there.</summary>
    private bool StopsBefore(int lineStart)
    {
        var end = lineStart;
        while (end < _text.Length && end - lineStart < LongestWord && char.IsAsciiLetter(_text[end]))
            end++;
        return dialect.IsDeclaration(_text.AsSpan(lineStart, end - lineStart)) && IsFollowedByName(end) && end < _text.Length && _text[end] is ' ' or '\t';
    }

    /// <summary>Where a day ends whose year has been read: <c>2027-01-31</c> in a waiver; null when none stands here.</summary>
    private int? DateEnd()
    {
        if (!IsInRules || !IsIn(RuleWords.Waive) || _position == _text.Length || _text[_position] != '-')
            return null;
        var end = _position;
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || (_text[end] == '-' && end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]))))
            end++;
        return end == _position ? null : end;
    }
}
