using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>What stands between tokens: blanks, ends of lines, comments, and what the language doesn't know.</summary>
internal sealed partial class Lexer
{
    private bool _noMoreCommentEnds;

    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            var current = _text[_position];
            if (current == '\n')
                EndLine();
            else if (char.IsWhiteSpace(current))
                _position++;
            else if (current == '/' && At(1) == '/')
                _position = EndOfLine(_position);
            else if (current == '/' && At(1) == '*')
                SkipBlockComment();
            else if (IsForeign(current) && !(current == '$' && NameHoles.EndOf(_text, _position) > 0))
                SkipForeign();
            else
                return;
        }
        if (_holes.Count > 0)
            CloseHolesAt(_text.Length);
    }

    private void EndLine()
    {
        if (_holes.Count > 0)
            CloseHolesAt(_position);
        _position++;
        _firstOnLine = true;
    }

    /// <summary>A line ends all strings of one line, with everything that was begun inside of them.</summary>
    private void CloseHolesAt(int position)
    {
        var outermost = _holes.Reverse().Select((hole, index) => (hole, index)).FirstOrDefault(h => !h.hole.SeveralLines || position == _text.Length, (default, -1));
        if (outermost.index < 0)
            return;
        ReportText(SyntaxFindings.UnclosedHole(source.Locate(new TextSpan(outermost.hole.Start, outermost.hole.Start + 2))));
        while (_holes.Count > outermost.index)
            _holes.Pop();
        Leave(outermost.hole);
    }

    private void SkipBlockComment()
    {
        var end = _noMoreCommentEnds ? -1 : _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end >= 0)
        {
            if (_text.AsSpan(_position, end - _position).Contains('\n'))
                _firstOnLine = true;
            _position = end + 2;
            return;
        }
        _noMoreCommentEnds = true;
        ReportText(SyntaxFindings.UnclosedComment(source.Locate(new TextSpan(_position, _position + 2))));
        _position = EndOfLine(_position);
    }

    private static bool IsForeign(char c) => c switch
    {
        '"' or '\'' or '\u201C' or '_' or '&' or '|' => false,
        _ => !char.IsLetterOrDigit(c) && OneSign(c) == TokenKind.EndOfBlock,
    } || (char.IsDigit(c) && !char.IsAsciiDigit(c));

    private void SkipForeign()
    {
        var start = _position;
        if (_text[start] == '#')
        {
            _position = EndOfLine(start);
            Report(SyntaxFindings.UnexpectedCharacter(source.Locate(new TextSpan(start, start + 1)), "#", "; comments begin with //", "//"));
            return;
        }
        while (_position < _text.Length && _text[_position] is not ('#' or '\uFEFF') && !char.IsWhiteSpace(_text[_position]) && IsForeign(_text[_position]))
            _position++;
        _position = Math.Max(_position, start + 1);
        var shown = _text.Substring(start, Math.Min(_position - start, 20));
        var hint = shown[0] == ';' ? "; lines need no semicolon" : "";
        Report(SyntaxFindings.UnexpectedCharacter(source.Locate(new TextSpan(start, _position)), shown, hint, ""));
    }

    private char At(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    /// <summary>Where the line ends, before its <c>\r\n</c> or <c>\n</c>.</summary>
    private int EndOfLine(int position)
    {
        var end = _text.IndexOf('\n', position);
        if (end < 0)
            return _text.Length;
        return end > position && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private void Report(Diagnostic diagnostic)
    {
        _block.LexicalErrors.Add(diagnostic.Location.Start);
        diagnostics.Add(diagnostic);
    }

    private void ReportText(Diagnostic diagnostic)
    {
        _block.HasUnclosedText = true;
        Report(diagnostic);
    }
}
