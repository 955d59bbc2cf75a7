using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Parsing;

/// <summary>What numbers and strings say.</summary>
internal static class LiteralReader
{
    public static Value Read(TokenInput input)
    {
        var token = input.Token;
        switch (token.Kind)
        {
            case TokenKind.Number when Units.Read(input.Text) is { } value:
                return value;
            case TokenKind.Number:
                input.Block.Report(SyntaxFindings.BadNumber(input.Block.Source.Locate(token.Span), Shorten(input.Text), Better(input.Text)));
                return UnknownValue.Instance;
            case TokenKind.String:
                return new StringValue(ReadPieces(input.Block, [token])[0]);
            default:
                return UnknownValue.Instance;
        }
    }

    /// <summary>A number with a blank before its unit, as one token; null when that is not what stands there.</summary>
    public static SyntaxToken? FindSpacedUnit(TokenInput input)
    {
        if (input.Kind != TokenKind.Number || input.NextKind != TokenKind.Identifier)
            return null;
        var unit = input.Next();
        if (unit.Token.FirstOnLine || unit.NextKind is TokenKind.Equals or TokenKind.OpenBrace || Units.Meant(unit.Text) is not { } meant)
            return null;
        var token = input.Token with { End = unit.Token.End };
        input.Block.Report(SyntaxFindings.SpacedUnit(input.Block.Source.Locate(token.Span), input.Text.ToString() + meant));
        return token;
    }

    /// <summary>The pieces of a string without their quotes and with their escapes read. Of a text in <c>"""</c> the first line end, the
    /// last one, and the indentation of the closing quotes are left out.</summary>
    public static ImmutableArray<string> ReadPieces(SourceBlock block, ImmutableArray<SyntaxToken> tokens)
    {
        var text = block.Source.Text;
        var quotes = string.CompareOrdinal(text, tokens[0].Start, "\"\"\"", 0, 3) == 0 ? 3 : 1;
        var pieces = ImmutableArray.CreateBuilder<string>(tokens.Length);
        var last = ContentOf(tokens[^1], tokens.Length == 1 ? quotes : 1, tokens[^1].Kind == TokenKind.UnclosedString ? 0 : quotes);
        var indent = quotes == 3 ? IndentOfEnd(text, last) : null;
        for (var i = 0; i < tokens.Length; i++)
        {
            var span = i == tokens.Length - 1 ? last : ContentOf(tokens[i], i == 0 ? quotes : 1, 2);
            if (indent is { } blanks)
                pieces.Add(ReadIndented(block, span, blanks, isFirst: i == 0, isLast: i == tokens.Length - 1));
            else
                pieces.Add(Unescape(block, span));
        }
        return pieces.MoveToImmutable();
    }

    private static TextSpan ContentOf(SyntaxToken token, int before, int after) =>
        new(Math.Min(token.Start + before, token.End), Math.Max(Math.Min(token.Start + before, token.End), token.End - after));

    /// <summary>The blanks before the closing quotes; null when they are not alone on their line.</summary>
    private static string? IndentOfEnd(string text, TextSpan last)
    {
        var line = text.AsSpan(last.Start, last.Length);
        var start = line.LastIndexOf('\n');
        return start >= 0 && line[(start + 1)..].Trim(" \t").IsEmpty ? line[(start + 1)..].ToString() : null;
    }

    private static string ReadIndented(SourceBlock block, TextSpan span, string indent, bool isFirst, bool isLast)
    {
        var text = block.Source.Text;
        var (start, end) = (span.Start, span.End);
        var firstLine = isFirst ? text.IndexOf('\n', start, end - start) : -1;
        if (isFirst && firstLine >= 0 && text.AsSpan(start, firstLine - start).Trim(" \t\r").IsEmpty)
            start = firstLine + 1;
        else
            firstLine = -1;
        if (isLast)
        {
            var lastLine = text.LastIndexOf('\n', end - 1, end - span.Start);
            end = Math.Max(start, lastLine > 0 && text[lastLine - 1] == '\r' ? lastLine - 1 : lastLine);
        }
        var read = new StringBuilder();
        var atLineStart = firstLine >= 0;
        while (start < end)
        {
            if (atLineStart && string.CompareOrdinal(text, start, indent, 0, indent.Length) == 0)
                start = Math.Min(start + indent.Length, end);
            var next = text.IndexOf('\n', start, end - start);
            var lineEnd = next < 0 ? end : next + 1;
            read.Append(Unescape(block, new TextSpan(start, lineEnd)));
            (start, atLineStart) = (lineEnd, true);
        }
        return read.ToString();
    }

    private static string Unescape(SourceBlock block, TextSpan span)
    {
        var raw = block.Source.Slice(span);
        if (!raw.Contains('\\'))
            return raw.ToString();
        var read = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                read.Append(raw[i]);
                continue;
            }
            i += ReadEscape(raw[(i + 1)..], read);
            if (read.Length == 0 || read[^1] != BadEscape)
                continue;
            read.Length--;
            var at = span.Start + i;
            block.Report(SyntaxFindings.BadEscape(block.Source.Locate(new TextSpan(at, Math.Min(at + 2, span.End))), raw.Slice(i, Math.Min(2, raw.Length - i)).ToString()));
        }
        return read.ToString();
    }

    private const char BadEscape = '\uFFFF';

    /// <summary>Reads what follows a backslash and says how long it is.</summary>
    private static int ReadEscape(ReadOnlySpan<char> rest, StringBuilder read)
    {
        if (rest is ['u', '{', ..] && rest.IndexOf('}') is > 2 and <= 8 and var close
            && int.TryParse(rest[2..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar) && Rune.IsValid(scalar) && scalar != 0)
        {
            read.Append(new Rune(scalar).ToString());
            return close + 1;
        }
        var value = rest is [var c, ..] ? c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' or '\\' or '$' => c, _ => BadEscape } : BadEscape;
        read.Append(value);
        return value == BadEscape ? 0 : 1;
    }

    /// <summary>The number with the unit that was meant: 5s for 5sec.</summary>
    private static string? Better(ReadOnlySpan<char> written)
    {
        var digits = Units.DigitsOf(written);
        return digits < written.Length && Units.Meant(written[digits..]) is { } unit && Units.Read(string.Concat(written[..digits], unit)) is not null
            ? string.Concat(written[..digits], unit)
            : null;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : string.Concat(text[..40], "…");
}
