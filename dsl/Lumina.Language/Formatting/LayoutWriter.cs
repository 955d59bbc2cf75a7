using System.Text;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Formatting;

/// <summary>Blank lines before what begins a line: at most one is kept.</summary>
[Flags]
internal enum BlankLines
{
    Keep = 0,

    /// <summary>None above the first thing.</summary>
    NotFirst = 1,

    /// <summary>None right before the token.</summary>
    NotLast = 2,

    /// <summary>None at all.</summary>
    Never = 4,

    /// <summary>One at least.</summary>
    Wanted = 8,
}

/// <summary>Writes tokens with the comments before them. Every comment stays between the same words.</summary>
internal sealed class LayoutWriter(SourceText source)
{
    /// <summary>How many columns a line should have at most.</summary>
    public const int Width = 120;

    private readonly StringBuilder _text = new(source.Length);
    private State _state = new(0, 0, 0, null, Gap.Empty, false);
    private bool _unlimited;

    /// <summary>Everything but the text itself, to come back to.</summary>
    private record struct State(int Length, int LineStart, int Blanks, PendingLine? Line, Gap Carried, bool Failed);

    /// <summary>A line that begins with the next token. Comments before it may be indented deeper than the token.</summary>
    private readonly record struct PendingLine(int Indent, BlankLines Rule, int Outdent = 0);

    public SourceText Source => source;

    public int Indent { get; set; }

    /// <summary>Whether everything must stand on one line.</summary>
    public bool IsFlat { get; private set; }

    /// <summary>Whether what is being written does not go on one line, so that there is no need to go on.</summary>
    public bool HasFailed => _state.Failed;

    private int Column => _text.Length - _state.LineStart;

    /// <summary>Blanks before the next token.</summary>
    public void Blank(int count = 1) => _state.Blanks = count;

    /// <summary>The next token begins a line.</summary>
    public void Line(BlankLines rule, int deeper = 0)
    {
        _state.Failed |= IsFlat;
        _state.Line = new PendingLine(Indent + deeper, rule);
    }

    /// <summary>Leaves the comments before a token for the next one.</summary>
    public void Carry(SyntaxToken token) => _state.Carried = _state.Carried.Then(Gap.Between(source, token.FullStart, token.Start));

    /// <summary>A sign right behind what is there.</summary>
    public void Sign(string sign)
    {
        Raw(sign);
        _state.Blanks = 0;
    }

    /// <summary>A token with the comments before it.</summary>
    public void Token(SyntaxToken token)
    {
        if (_state.Failed)
            return;
        var gap = _state.Carried.Then(Gap.Between(source, token.FullStart == 0 && source.Text.StartsWith('\uFEFF') ? 1 : token.FullStart, token.Start));
        _state.Carried = Gap.Empty;
        if (_state.Line is null && gap.Comments.Any(c => c.IsToEndOfLine))
            Line(BlankLines.Never, 1);
        if (_state.Failed)
            return;
        if (_state.Line is { } line)
            WriteLines(gap, line);
        else
            WriteInline(gap);
        Verbatim(token.Start, token.End);
    }

    /// <summary>A piece of the source as it is.</summary>
    public void Verbatim(int start, int end)
    {
        var text = source.Text.AsSpan(start, end - start);
        Raw(text);
        var lastLine = text.LastIndexOf('\n');
        if (lastLine < 0)
            return;
        _state.Failed |= IsFlat;
        _state.LineStart = _text.Length - (text.Length - lastLine - 1);
    }

    /// <summary>Whether it goes on the rest of the line; when it doesn't, nothing is written.</summary>
    public bool TryFlat(Action write)
    {
        var (before, wasFlat) = (_state with { Length = _text.Length }, IsFlat);
        IsFlat = true;
        write();
        IsFlat = wasFlat;
        if (!_state.Failed)
            return true;
        _text.Length = before.Length;
        _state = before;
        return false;
    }

    /// <summary>Whether it fits on one line behind a first word, at the indentation; nothing is written.</summary>
    public bool FitsOnLine(Action write, int firstWord)
    {
        var before = _state with { Length = _text.Length };
        _state = new State(before.Length, before.Length - (2 * Indent) - firstWord, 0, null, Gap.Empty, false);
        var fits = TryFlat(write);
        _text.Length = before.Length;
        _state = before;
        return fits;
    }

    /// <summary>Writes on one line, however long it becomes; for what is known to have no line end in it.</summary>
    public void Flat(Action write)
    {
        (var was, IsFlat, _unlimited) = (IsFlat, true, true);
        write();
        (IsFlat, _unlimited) = (was, false);
    }

    /// <summary>The line that was announced begins at the indentation as it is now.</summary>
    public void OutdentLine()
    {
        if (_state.Line is { } line)
            _state.Line = line with { Outdent = line.Indent - Indent };
    }

    /// <summary>A blank, or where the next word would not fit a new line.</summary>
    public void BlankOrLine(int word)
    {
        if (!IsFlat && Column + 1 + word > Width)
            Line(BlankLines.Never, 1);
        else
            Blank();
    }

    /// <summary>An opening brace. Comments before it go behind it, unless it begins a line.</summary>
    public void OpenBrace(SyntaxToken brace)
    {
        if (_state.Line is not null)
        {
            Token(brace);
            return;
        }
        Carry(brace);
        _text.Append(' ', _state.Blanks);
        Sign("{");
    }

    /// <summary>The comments at the end of the text.</summary>
    public void EndOfText(SyntaxToken end)
    {
        var hasComments = _state.Carried.Comments.Count + Gap.Between(source, Math.Max(end.FullStart, source.Text.StartsWith('\uFEFF') ? 1 : 0), end.Start).Comments.Count > 0;
        if (hasComments)
            Token(end);
        while (_text.Length > 0 && _text[^1] is '\n' or ' ')
            _text.Length--;
    }

    /// <summary>The text, with one line end at its end.</summary>
    public string ToText(string lineEnd)
    {
        var text = _text.Length == 0 ? "" : _text.Append('\n').ToString();
        return lineEnd == "\n" ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);
    }

    /// <summary>Comments on the line that ends, comments with lines of their own, and the beginning of the new line.</summary>
    private void WriteLines(Gap gap, PendingLine line)
    {
        var (indent, rule) = (line.Indent, line.Rule);
        var (isNewLine, isFirst) = (_text.Length == 0, true);
        if (rule.HasFlag(BlankLines.Wanted) && gap.HasBlankLine)
            rule &= ~BlankLines.Wanted;
        foreach (var comment in gap.Comments)
        {
            if (comment.LinesBefore > 0 && _text.Length > 0)
            {
                BeginLine(indent, comment.LinesBefore, isFirst ? rule : rule & ~(BlankLines.NotFirst | BlankLines.Wanted));
                (isNewLine, isFirst) = (true, false);
                Raw(comment.Text);
            }
            else
            {
                isFirst &= _text.Length > 0;
                Raw(_text.Length == 0 ? comment.Text : " " + comment.Text);
            }
            NoteLineStart(comment.Text);
        }
        var staysOnLine = isNewLine && gap.LinesAfter == 0 && line.Outdent == 0;
        if (!staysOnLine)
        {
            var last = rule.HasFlag(BlankLines.NotLast) ? BlankLines.Never : isFirst ? rule : rule & ~(BlankLines.NotFirst | BlankLines.Wanted);
            BeginLine(indent - line.Outdent, gap.LinesAfter, last);
        }
        else if (gap.Comments.Count > 0)
        {
            Raw(" ");
        }
        (_state.Line, _state.Blanks) = (null, 0);
    }

    private void BeginLine(int indent, int lines, BlankLines rule)
    {
        if (_text.Length == 0)
            return;
        var isBlank = rule.HasFlag(BlankLines.Wanted) || (lines > 1 && (rule & (BlankLines.NotFirst | BlankLines.Never)) == 0);
        _text.Append(isBlank ? "\n\n" : "\n");
        _state.LineStart = _text.Length;
        _text.Append(' ', 2 * indent);
    }

    private void WriteInline(Gap gap)
    {
        foreach (var comment in gap.Comments)
        {
            Raw(" " + comment.Text);
            NoteLineStart(comment.Text);
            _state.Blanks = Math.Max(1, _state.Blanks);
        }
        if (_state.Blanks > 0)
            _text.Append(' ', _state.Blanks);
        _state.Blanks = 0;
    }

    private void NoteLineStart(string written)
    {
        var lastLine = written.LastIndexOf('\n');
        if (lastLine < 0)
            return;
        _state.Failed |= IsFlat;
        _state.LineStart = _text.Length - (written.Length - lastLine - 1);
    }

    private void Raw(ReadOnlySpan<char> text)
    {
        _text.Append(text);
        _state.Failed |= IsFlat && !_unlimited && Column > Width;
    }
}
