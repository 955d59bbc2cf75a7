using Lumina.Language.Vocabulary;

namespace Lumina.Language.Parsing;

/// <summary>Whether a piece of C# goes on behind the end of a line, and which words end it.</summary>
internal sealed partial class CSharpScanner
{
    private static readonly HashSet<string> WordsThatGoOn = new(["is", "as", "and", "or", "not", "switch"], StringComparer.Ordinal);

    private bool StepOverLine()
    {
        if (IsWhole)
        {
            _at++;
            return true;
        }
        var next = SkipGap(_at);
        if (next == text.Length || (IsHole ? !MayEndLine : BeginsEntry(next, atLineStart: true)) || CrossesDeclaration(_at, next))
            return false;
        if (!IsHole && _frames.Count == 0 && !EndsWithOperator() && !BeginsWithOperator(next))
            return false;
        _at = next;
        return true;
    }

    private bool CrossesDeclaration(int from, int to) => text[to - 1] == '\n' && from < to && stopsBefore(to);

    /// <summary>A percent sign at the end of a line is one, and no operator.</summary>
    private bool EndsWithOperator()
    {
        var last = text[_significant - 1];
        return last is '&' or '|' or '=' or '<' or '>' or '+' or '-' or '*' or '/' or '^' or '?' or ':' or ',' or '.' or '!' || WordsThatGoOn.Contains(WordBefore(_significant));
    }

    private bool BeginsWithOperator(int at)
    {
        var (first, second) = (text[at], at + 1 < text.Length ? text[at + 1] : '\0');
        return first switch
        {
            '&' or '|' or '<' or '>' or '+' or '-' or '*' or '/' or '%' or '^' or '?' or ':' or '.' => true,
            '=' or '!' => second == '=',
            '{' => WordBefore(_significant) == "switch",
            _ => char.IsAsciiLetterLower(first) && WordsThatGoOn.Contains(WordAt(at)),
        };
    }

    private string WordBefore(int end)
    {
        var start = end;
        while (start > 0 && end - start < 8 && char.IsAsciiLetterLower(text[start - 1]))
            start--;
        return start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.') ? "" : text[start..end];
    }

    private string WordAt(int start)
    {
        var end = start;
        while (end < text.Length && end - start < 16 && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return text[start..end];
    }

    /// <summary>Whether the next part of a sentence, or the next entry of a rule, begins at a word. Where a bracket is open only what can't be C# does.</summary>
    /// <param name="at">Where the word begins.</param>
    /// <param name="atLineStart">Whether it is the first of its line.</param>
    public bool BeginsEntry(int at, bool atLineStart)
    {
        var word = WordAt(at);
        var behind = at + word.Length;
        var next = behind;
        while (next < text.Length && text[next] is ' ' or '\t')
            next++;
        var hasGap = next > behind;
        return word switch
        {
            RuleWords.Deny or RuleWords.Warn or RuleWords.Help or RuleWords.Description =>
                next == text.Length || text[next] is '\r' or '\n' ? atLineStart : hasGap && text[next] == '"',
            RuleWords.Require => hasGap && WordAt(next) == "approval",
            RuleWords.Applies => hasGap && WordAt(next) == "to",
            RuleWords.When or RuleWords.Where or RuleWords.In => _frames.Count == 0 && IsApart(at, next, hasGap),
            _ => false,
        };
    }

    /// <summary>Whether a word stands between blanks, and not in a name such as <c>a.when</c>.</summary>
    private bool IsApart(int at, int next, bool hasGap) =>
        at > 0 && (char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '/') && (hasGap || next == text.Length || char.IsWhiteSpace(text[next]) || text[next] == '(');
}
