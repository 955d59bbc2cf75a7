namespace Lumina.Language.Parsing;

/// <summary>How a string of C# is written.</summary>
/// <param name="Dollars">How many <c>$</c> are before it.</param>
/// <param name="IsVerbatim">Whether a <c>@</c> is.</param>
/// <param name="Quotes">How many quotes open it: one, or three and more.</param>
/// <param name="Opening">How long all of that is.</param>
internal readonly record struct StringForm(int Dollars, bool IsVerbatim, int Quotes, int Opening)
{
    private bool IsRaw => Quotes > 1;

    /// <summary>How many braces close a hole of it.</summary>
    public int HoleLength => IsRaw ? Dollars : 1;

    /// <summary>The string that begins at a position; null when none does.</summary>
    public static StringForm? At(string text, int position)
    {
        var at = position;
        var (dollars, isVerbatim) = (0, false);
        for (; at < text.Length && text[at] is '$' or '@'; at++)
        {
            dollars += text[at] == '$' ? 1 : 0;
            isVerbatim |= text[at] == '@';
        }
        if (at == text.Length || text[at] != '"')
            return null;
        var quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"')
            quotes++;
        quotes = quotes < 3 || isVerbatim ? 1 : quotes;
        return new StringForm(dollars, isVerbatim, quotes, at + quotes - position);
    }

    /// <summary>Where it ends, or its next hole begins; below zero when it is not closed.</summary>
    public (int End, bool IsHole) FindEnd(string text, int from, Func<int, bool> stopsBefore)
    {
        for (var at = from; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\n' when !IsVerbatim && !IsRaw:
                case '\n' when stopsBefore(at + 1):
                    return (-1, false);
                case '\\' when !IsVerbatim && !IsRaw:
                    at += at + 1 < text.Length && text[at + 1] != '\n' ? 1 : 0;
                    break;
                case '"' when IsVerbatim && at + 1 < text.Length && text[at + 1] == '"':
                    at++;
                    break;
                case '"' when !IsRaw:
                    return (at + 1, false);
                case '"':
                    var quotes = Run(text, at, '"');
                    if (quotes >= Quotes)
                        return (at + quotes, false);
                    at += quotes - 1;
                    break;
                case '{' when Dollars > 0:
                    var braces = Run(text, at, '{');
                    if (IsRaw ? braces >= Dollars : braces % 2 == 1)
                        return (at + braces, true);
                    at += braces - 1;
                    break;
                default:
                    break;
            }
        }
        return (-1, false);
    }

    /// <summary>Where one ends that is not closed: with its line, or, where it may go over several, before what ends everything.</summary>
    public int WhereUnclosedEnds(string text, int from, Func<int, bool> stopsBefore)
    {
        for (var at = text.IndexOf('\n', Math.Min(from, text.Length)); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            if ((!IsVerbatim && !IsRaw) || stopsBefore(at + 1))
                return at > from && text[at - 1] == '\r' ? at - 1 : at;
        }
        return text.Length;
    }

    private static int Run(string text, int at, char sign)
    {
        var end = at;
        while (end < text.Length && text[end] == sign)
            end++;
        return end - at;
    }
}
