namespace Lumina.Policy.Conditions;

/// <summary>In a condition <c>10%</c> is the number 10: a percent sign right behind a number, with no operand behind it, becomes the suffix of a decimal. The
/// length stays, and so do all places.</summary>
internal static class PercentSigns
{
    private static readonly string[] OperatorWords = ["is", "as", "and", "or", "when", "switch"];

    /// <summary>The same text, as C# reads it.</summary>
    public static string Replace(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var result = text.ToCharArray();
        foreach (var at in CodeOf(text))
            if (text[at] == '%' && IsNumberBefore(text, at) && !IsOperandBehind(text, at))
                result[at] = 'm';
        return new string(result);
    }

    private static bool IsNumberBefore(string text, int at)
    {
        var start = at;
        while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '_' or '.'))
            start--;
        return start < at && char.IsAsciiDigit(text[at - 1]) && (start == 0 || !(char.IsLetter(text[start - 1]) || text[start - 1] is '_' or '@'));
    }

    private static bool IsOperandBehind(string text, int at)
    {
        var next = at + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next == text.Length)
            return false;
        var first = text[next];
        if (first is '+' or '-')
            return next == at + 1 || next + 1 >= text.Length || !char.IsWhiteSpace(text[next + 1]);
        if (first is '!')
            return next + 1 >= text.Length || text[next + 1] != '=';
        if (first is '/')
            return false;
        if (!char.IsLetter(first))
            return char.IsAsciiDigit(first) || first is '(' or '"' or '\'' or '_' or '@' or '$' or '.' or '~';
        var end = next;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return !OperatorWords.Contains(text[next..end]);
    }

    /// <summary>Places that are neither in a comment nor in a string; the holes of a string count as the string.</summary>
    private static IEnumerable<int> CodeOf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '"' or '\'')
                at = EndOfQuoted(text, at);
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*')
                at = EndOfComment(text, at);
            else
                yield return at;
        }
    }

    private static int EndOfComment(string text, int at)
    {
        var end = text[at + 1] == '/' ? text.IndexOf('\n', at) : text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 1 : -1;
        return end < 0 ? text.Length : end;
    }

    private static int EndOfQuoted(string text, int at)
    {
        var quote = text[at];
        var isVerbatim = at > 0 && (text[at - 1] == '@' || (at > 1 && text[at - 1] == '$' && text[at - 2] == '@'));
        var raw = 0;
        while (at + raw < text.Length && text[at + raw] == '"')
            raw++;
        if (quote == '"' && raw >= 3)
            return text.IndexOf(new string('"', raw), at + raw, StringComparison.Ordinal) is >= 0 and var close ? close + raw - 1 : text.Length;
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\' && !isVerbatim)
                end++;
            else if (text[end] == quote && isVerbatim && end + 1 < text.Length && text[end + 1] == quote)
                end++;
            else if (text[end] == quote)
                return end;
        }

        return text.Length;
    }
}
