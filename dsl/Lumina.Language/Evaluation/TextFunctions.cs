using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Functions of texts.</summary>
internal static class TextFunctions
{
    private const int MostPieces = 10_000;

    public static readonly ImmutableArray<Function> All =
    [
        new("contains", "contains(text, part) or contains(list, value)", "Whether a text has a part in it, or a list a value.",
            "contains(\"canary\", \"nar\")", "true",
            a => a is [StringValue text, StringValue part] ? BoolValue.Of(text.Text.Contains(part.Text, StringComparison.Ordinal))
                : a is [ListValue list, var value] ? BoolValue.Of(list.Items.Any(item => CollectionFunctions.AreSame(item, value))) : null),
        new("ends_with", "ends_with(text, end)", "Whether a text ends with another.", "ends_with(\"web.deploy\", \".deploy\")", "true",
            a => a is [StringValue text, StringValue end] ? BoolValue.Of(text.Text.EndsWith(end.Text, StringComparison.Ordinal)) : null),
        new("format", "format(\"text with {0}\", value, …)", "Puts values in place of {0}, {1} and so on; {{ and }} are braces.",
            "format(\"{0}-{1}\", \"web\", 2)", "web-2",
            a => a is [StringValue pattern, ..] && a.All(Functions.IsScalar) ? Format(pattern.Text, a) : null),
        new("indent", "indent(text, blanks)", "Puts blanks before each line of a text but the first.", "indent(\"a\\nb\", 2)", "a\n  b",
            a => a is [StringValue text, IntValue { Number: >= 0 and <= 100 } blanks] && Fits(text.Text.Length + (text.Text.AsSpan().Count('\n') * blanks.Number))
                ? new StringValue(text.Text.Replace("\n", "\n" + new string(' ', (int)blanks.Number), StringComparison.Ordinal)) : null),
        new("join", "join(list, separator)", "The items of a list as one text, with a separator between them.", "join([\"a\", \"b\"], \",\")", "a,b",
            a => a is [ListValue list, StringValue separator] && list.Items.All(Functions.IsScalar) && Fits((long)separator.Text.Length * list.Items.Length)
                ? new StringValue(string.Join(separator.Text, list.Items.Select(item => item.ToText()))) : null),
        new("lower", "lower(text)", "The text in lower case.", "lower(\"Web\")", "web",
            a => a is [StringValue text] ? new StringValue(text.Text.ToLowerInvariant()) : null),
        new("replace", "replace(text, part, with)", "The text with every occurrence of a part replaced.", "replace(\"a.b.c\", \".\", \"-\")", "a-b-c",
            a => a is [StringValue text, StringValue { Text.Length: > 0 } part, StringValue with] && Fits(text.Text.Length + ((long)text.Text.AsSpan().Count(part.Text) * Math.Max(0, with.Text.Length - part.Text.Length)))
                ? new StringValue(text.Text.Replace(part.Text, with.Text, StringComparison.Ordinal)) : null),
        new("sha256", "sha256(text)", "The SHA-256 of the text's UTF-8, in lower-case hexadecimal.", "substring(sha256(\"a\"), 0, 8)", "ca978112",
            a => a is [StringValue text] ? new StringValue(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Text)))) : null),
        new("split", "split(text, separator)", "The pieces of a text between its separators, as a list.", "split(\"a,b\", \",\")", "[a, b]",
            a => a is [StringValue text, StringValue { Text.Length: > 0 } separator] && text.Text.AsSpan().Count(separator.Text) < MostPieces
                ? new ListValue([.. text.Text.Split(separator.Text).Select(piece => new StringValue(piece))]) : null),
        new("starts_with", "starts_with(text, beginning)", "Whether a text begins with another.", "starts_with(\"web-1\", \"web\")", "true",
            a => a is [StringValue text, StringValue start] ? BoolValue.Of(text.Text.StartsWith(start.Text, StringComparison.Ordinal)) : null),
        new("substring", "substring(text, start[, length])", "A part of a text; the first character is number 0. What lies beyond the end is left out.",
            "substring(\"canary\", 0, 3)", "can",
            a => a is [StringValue text, IntValue { Number: >= 0 } start] ? Part(text.Text, start.Number, long.MaxValue)
                : a is [StringValue part, IntValue { Number: >= 0 } from, IntValue { Number: >= 0 } length] ? Part(part.Text, from.Number, length.Number) : null),
        new("trim", "trim(text)", "The text without white space at its ends.", "trim(\" web \")", "web",
            a => a is [StringValue text] ? new StringValue(text.Text.Trim()) : null),
        new("upper", "upper(text)", "The text in upper case.", "upper(\"web\")", "WEB",
            a => a is [StringValue text] ? new StringValue(text.Text.ToUpperInvariant()) : null),
    ];

    /// <summary>Whether a text of so many characters may be made; asked before it is, for it might not go into the memory.</summary>
    /// <exception cref="OverflowException">It may not.</exception>
    private static bool Fits(long characters) => characters <= TextBudget.LongestText ? true : throw new OverflowException();

    private static StringValue Part(string text, long start, long length)
    {
        var from = (int)Math.Min(start, text.Length);
        var to = (int)Math.Min(text.Length, from + Math.Min(length, text.Length));
        // Never half of a character beyond the basic plane.
        if (from > 0 && from < text.Length && char.IsLowSurrogate(text[from]))
            from++;
        if (to > from && to < text.Length && char.IsLowSurrogate(text[to]))
            to--;
        return new StringValue(to > from ? text[from..to] : "");
    }

    /// <summary>Puts the arguments in place of {0}, {1}, …; {{ and }} are braces. Null when a number has no argument.</summary>
    private static StringValue? Format(string pattern, ImmutableArray<Value> arguments)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c is not ('{' or '}'))
            {
                result.Append(c);
                continue;
            }
            if (i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                result.Append(c);
                i++;
                continue;
            }
            var end = c == '{' ? pattern.IndexOf('}', i) : -1;
            if (end < 0 || !int.TryParse(pattern.AsSpan(i + 1, end - i - 1), out var index) || index < 0 || index >= arguments.Length - 1)
                return null;
            result.Append(arguments[index + 1].ToText());
            if (result.Length > TextBudget.LongestText)
                break;
            i = end;
        }
        return new StringValue(result.ToString());
    }
}
