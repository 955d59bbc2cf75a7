using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Lumina.Language.Diagnostics;

/// <summary>How a piece of a printed finding should look; plain text for whoever has no colours.</summary>
public enum PrintStyle
{
    Plain,

    /// <summary>File, line and column.</summary>
    Location,
    Error,
    Warning,
    Info,
    Message,
    Source,

    /// <summary>The carets under the source, in the colour of the severity.</summary>
    Caret,
    Fix,
}

/// <summary>A piece of a printed line.</summary>
public readonly record struct PrintSegment(PrintStyle Style, string Text);

/// <summary>Prints findings: <c>file:line:col: error LUM2003: message</c>, the line of the source, carets under the place, and the fix.</summary>
public static class DiagnosticPrinter
{
    private const int TabWidth = 4;
    private const int WidestLine = 160;

    /// <summary>The lines of one finding, without ends of lines.</summary>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="text">The source; null when it is not at hand, and then no source line is printed.</param>
    public static IEnumerable<string> Print(Diagnostic diagnostic, string? text) =>
        PrintSegments(diagnostic, text).Select(line => string.Concat(line.Select(s => s.Text)));

    /// <summary>As <see cref="Print"/>, in pieces that can be coloured.</summary>
    public static IEnumerable<ImmutableArray<PrintSegment>> PrintSegments(Diagnostic diagnostic, string? text)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var at = diagnostic.Location;
        var (word, style) = diagnostic.Severity switch
        {
            Severity.Error => ("error", PrintStyle.Error),
            Severity.Warning => ("warning", PrintStyle.Warning),
            _ => ("info", PrintStyle.Info),
        };
        var place = string.Create(CultureInfo.InvariantCulture, $"{at.File}:{at.Line}:{at.Column}: ");
        yield return [new(PrintStyle.Location, place), new(style, $"{word} {diagnostic.Code}"), new(PrintStyle.Message, ": " + diagnostic.Message)];
        if (text is not null && at.Start <= text.Length)
        {
            var (source, carets) = Underline(text, at);
            yield return [new(PrintStyle.Source, "  " + source)];
            yield return [new(PrintStyle.Plain, "  "), new(PrintStyle.Caret, carets)];
        }
        if (diagnostic.Fix is { } fix)
            yield return [new(PrintStyle.Fix, "  fix: " + fix.Title)];
    }

    /// <summary>The line on which a place begins, with tabs made into blanks, and the carets below it. A place over several lines is
    /// underlined to the end of its first; an empty one, as at the end of the file, has one caret. Of a very long line a part is shown.</summary>
    private static (string Source, string Carets) Underline(string text, SourceLocation at)
    {
        var lineStart = at.Start - (at.Column - 1);
        var lineEnd = text.IndexOf('\n', at.Start);
        lineEnd = lineEnd < 0 ? text.Length : lineEnd;
        if (lineEnd > lineStart && text[lineEnd - 1] == '\r')
            lineEnd--;
        var first = Math.Max(lineStart, at.Start - (WidestLine / 2));
        var last = Math.Min(lineEnd, first + WidestLine);
        var source = new StringBuilder();
        var carets = new StringBuilder();
        for (var i = first; i < last; i++)
        {
            var shown = text[i] == '\t' ? new string(' ', TabWidth) : char.IsControl(text[i]) || text[i] == '\uFEFF' ? "·" : text[i].ToString();
            source.Append(shown);
            if (i >= at.Start && i < at.Start + at.Length)
                carets.Append(char.IsLowSurrogate(text[i]) ? "" : new string('^', Width(text, i, shown)));
            else if (i < at.Start)
                carets.Append(char.IsLowSurrogate(text[i]) ? "" : new string(' ', Width(text, i, shown)));
        }
        if (carets.Length == 0 || carets[^1] != '^')
            carets.Append('^');
        return (source.ToString(), carets.ToString());
    }

    /// <summary>How many columns of a terminal a character takes.</summary>
    private static int Width(string text, int index, string shown)
    {
        if (shown.Length > 1)
            return shown.Length;
        var rune = Rune.TryGetRuneAt(text, index, out var found) ? found : Rune.ReplacementChar;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return shown == "·" ? 1 : 0;
        return rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD)
            ? 2 : 1;
    }
}
