using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>Strings: <c>"…"</c>, <c>"""…"""</c>, and their <c>${…}</c>, in which strings can stand again.</summary>
internal sealed partial class Lexer
{
    private bool _noMoreTripleQuotes;

    private TokenKind ReadString()
    {
        var severalLines = At(1) == '"' && At(2) == '"';
        var start = _position;
        _position += severalLines ? 3 : 1;
        return FindEnd(severalLines) switch
        {
            Ending.Quote => TokenKind.String,
            Ending.Hole => OpenHole(severalLines, _depth + 1, TokenKind.StringHead),
            _ => Unclosed(start, severalLines),
        };
    }

    private TokenKind ReadStringAfterHole(Hole hole)
    {
        var start = _position++;
        Leave(hole);
        return FindEnd(hole.SeveralLines) switch
        {
            Ending.Quote => TokenKind.StringTail,
            Ending.Hole => OpenHole(hole.SeveralLines, ++_depth, TokenKind.StringMiddle),
            _ => CloseUnclosedTail(start, hole),
        };
    }

    private enum Ending
    {
        Quote,
        Hole,
        None,
    }

    /// <summary>Goes behind the closing quote or the next <c>${</c>; to the end of the line, or of the text, when there is neither.</summary>
    private Ending FindEnd(bool severalLines)
    {
        while (_position < _text.Length && !(severalLines && _noMoreTripleQuotes))
        {
            var rest = _text.AsSpan(_position);
            var found = severalLines ? rest.IndexOfAny('"', '\\', '$') : rest.IndexOfAny("\"\\$\n");
            if (found < 0)
                break;
            _position += found;
            switch (_text[_position])
            {
                case '\n':
                    return Ending.None;
                case '"' when !severalLines || (At(1) == '"' && At(2) == '"'):
                    _position += severalLines ? 3 : 1;
                    return Ending.Quote;
                case '$' when At(1) == '{':
                    _position += 2;
                    return Ending.Hole;
                case '\\' when At(1) is not ('\n' or '\r'):
                    _position = Math.Min(_position + 2, _text.Length);
                    break;
                default:
                    _position++;
                    break;
            }
        }
        _noMoreTripleQuotes |= severalLines;
        return Ending.None;
    }

    private TokenKind OpenHole(bool severalLines, int depth, TokenKind kind)
    {
        _holes.Push(new Hole(severalLines, depth, _braces, _position - 2));
        return kind;
    }

    private void Leave(Hole hole) => (_depth, _braces) = (hole.Depth - 1, hole.Braces);

    private TokenKind Unclosed(int start, bool severalLines)
    {
        if (!severalLines && _holes.TryPeek(out var hole) && !hole.SeveralLines)
        {
            // "text ${name" : the quote was meant to close the outer string.
            _holes.Pop();
            ReportText(SyntaxFindings.UnclosedHole(source.Locate(new TextSpan(hole.Start, hole.Start + 2))));
            _position = start + 1;
            Leave(hole);
            return TokenKind.StringTail;
        }
        EndUnclosed(start + (severalLines ? 3 : 1));
        if (severalLines)
            _block.MutedFrom = _position;
        ReportText(SyntaxFindings.UnclosedString(source.Locate(severalLines ? new TextSpan(start, start + 3) : new TextSpan(start, _position)), severalLines));
        return TokenKind.UnclosedString;
    }

    private TokenKind CloseUnclosedTail(int start, Hole hole)
    {
        EndUnclosed(start + 1);
        ReportText(SyntaxFindings.UnclosedString(source.Locate(new TextSpan(start, _position)), hole.SeveralLines));
        return TokenKind.UnclosedString;
    }

    /// <summary>An unclosed string ends with its line; brackets and commas there were most likely meant to be outside of it.</summary>
    private void EndUnclosed(int contentStart)
    {
        _position = EndOfLine(contentStart);
        while (_position > contentStart && _text[_position - 1] is ' ' or '\t' or '}' or ']' or ')' or ',')
            _position--;
    }

    /// <summary>A string in quotes of another kind: one finding, and then as if it were a string.</summary>
    private TokenKind ReadForeignString()
    {
        var start = _position;
        var closing = _text[start] == '\'' ? '\'' : '\u201D';
        var end = _text.AsSpan(start + 1, EndOfLine(start) - start - 1).IndexOf(closing);
        _position = end < 0 ? start + 1 : start + end + 2;
        Report(SyntaxFindings.UnexpectedCharacter(source.Locate(new TextSpan(start, start + 1)), _text[start].ToString(), "; strings are in straight double quotes", "\""));
        return TokenKind.UnclosedString;
    }
}
