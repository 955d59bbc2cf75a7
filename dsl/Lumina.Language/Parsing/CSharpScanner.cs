using Lumina.Language.Text;

namespace Lumina.Language.Parsing;

/// <summary>
/// Finds where a piece of C# ends: at the end of its line, unless a bracket is open there or an operator stands at the line's end or at the
/// beginning of the next; and before a word with which the next part or entry of a rule begins. It knows strings of all kinds, characters, comments
/// and brackets, and nothing else of C#. Linear, and without recursion.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="stopsBefore">Whether a line, by its beginning, ends everything that is open.</param>
internal sealed partial class CSharpScanner(string text, Func<int, bool> stopsBefore)
{
    private readonly Stack<Frame> _frames = new();
    private int _at;
    private int _significant;

    /// <summary>An open bracket, or a hole in a string with what is needed to go on with that.</summary>
    private readonly record struct Frame(char Opens, StringForm Form = default, int Start = 0)
    {
        public bool IsHole => Opens == '$';
    }

    /// <summary>Whether it ends at a <c>}</c> of its own, as between <c>${</c> and <c>}</c>.</summary>
    public bool IsHole { get; init; }

    /// <summary>Whether it may go over several lines.</summary>
    public bool MayEndLine { get; init; } = true;

    /// <summary>Whether nothing but the end of the text ends it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Where to note blanks and comments; null for nowhere.</summary>
    public List<TextSpan>? Gaps { get; init; }

    /// <summary>How deep brackets are nested.</summary>
    public int Deepest { get; private set; }

    /// <summary>The position behind blanks, ends of lines and comments.</summary>
    public int SkipGap(int position)
    {
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
                position++;
            else if (text[position] == '/' && CommentEnd(position) is { } end)
                position = end;
            else
                break;
        }
        return position;
    }

    /// <summary>The position behind the last character of the piece.</summary>
    /// <param name="start">Where it begins.</param>
    public int FindEnd(int start)
    {
        (_at, _significant) = (start, start);
        while (_at < text.Length && Step(start))
        {
        }
        return _significant;
    }

    /// <summary>Goes on by a token; false when the piece has ended before it.</summary>
    private bool Step(int start)
    {
        var c = text[_at];
        if (c == '\n')
            return StepOverLine();
        if (char.IsWhiteSpace(c))
        {
            _at++;
            return true;
        }
        if (c == '/' && CommentEnd(_at) is { } end)
        {
            _at = end;
            return IsWhole || MayEndLine || !text.AsSpan(_significant, end - _significant).Contains('\n');
        }
        if (StringForm.At(text, _at) is { } form)
            return ReadString(form, _at, _at + form.Opening);
        if (char.IsLetter(c) || c == '_')
        {
            if (_at > start && _frames.Count == 0 && !IsHole && !IsWhole && BeginsEntry(_at, atLineStart: false))
                return false;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
                _at++;
            return Noted();
        }
        return StepOverSign(c);
    }

    private bool Noted()
    {
        NoteGapBefore();
        _significant = _at;
        return true;
    }

    private bool StepOverSign(char c)
    {
        switch (c)
        {
            case '(' or '[' or '{':
                _frames.Push(new Frame(c));
                Deepest = Math.Max(Deepest, _frames.Count);
                break;
            case ')' or ']':
                if (_frames.TryPeek(out var open) && open.Opens is '(' or '[')
                    _frames.Pop();
                break;
            case '}':
                return CloseBrace();
            case '\'':
                ReadCharacter();
                return Noted();
            default:
                break;
        }
        _at++;
        return Noted();
    }

    /// <summary>Brackets that were not closed before a brace is are taken to end there.</summary>
    private bool CloseBrace()
    {
        if (!IsWhole && !_frames.Any(f => f.Opens is '{' or '$'))
            return false;
        while (_frames.TryPop(out var frame))
        {
            if (frame.Opens == '{')
                break;
            if (frame.IsHole)
            {
                _at = Math.Min(text.Length, _at + frame.Form.HoleLength);
                return ReadString(frame.Form, frame.Start, _at);
            }
        }
        _at++;
        return Noted();
    }

    private void ReadCharacter()
    {
        for (var at = _at + 1; at < text.Length && text[at] != '\n' && at - _at < 12; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '\'')
            {
                _at = at + 1;
                return;
            }
        }
        _at++;
    }

    private bool ReadString(StringForm form, int start, int from)
    {
        var (end, isHole) = form.FindEnd(text, from, IsWhole ? _ => false : stopsBefore);
        var isClosed = end >= 0;
        if (!isClosed && IsHole && !MayEndLine)
            return false;
        _at = isClosed ? end : form.WhereUnclosedEnds(text, from, IsWhole ? _ => false : stopsBefore);
        if (IsHole && !MayEndLine && text.AsSpan(start, _at - start).Contains('\n'))
            return false;
        if (isHole)
        {
            _frames.Push(new Frame('$', form, start));
            Deepest = Math.Max(Deepest, _frames.Count);
        }
        return Noted();
    }

    private void NoteGapBefore()
    {
        // What lies between the last token and this one was noted to be nothing else.
        if (Gaps is null)
            return;
        var start = _significant;
        var end = SkipGap(start);
        if (end > start)
            Gaps.Add(new TextSpan(start, end));
    }

    /// <summary>Whether it is known that no comment is closed any more; looked for once.</summary>
    public bool NoMoreCommentEnds { get; set; }

    private int? CommentEnd(int position)
    {
        if (position + 1 >= text.Length)
            return null;
        if (text[position + 1] == '/')
        {
            var end = text.IndexOf('\n', position);
            return end < 0 ? text.Length : end;
        }
        if (text[position + 1] != '*' || NoMoreCommentEnds)
            return null;
        var close = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
        NoMoreCommentEnds = close < 0;
        return close < 0 ? null : close + 2;
    }
}
