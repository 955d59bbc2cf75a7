using System.Text;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Tests;

/// <summary>Texts with their findings written into them, under the line and the place.</summary>
internal static class Annotated
{
    private const string Mark = "//~";

    /// <summary>The text without what was written into it.</summary>
    public static string SourceOf(string written) => string.Join('\n', written.Split('\n').Where(line => !line.StartsWith(Mark, StringComparison.Ordinal)));

    public static string With(string source, IEnumerable<Diagnostic> findings)
    {
        var byLine = findings.ToLookup(d => d.Location.Line);
        var lines = source.Split('\n').SelectMany((line, index) => byLine[index + 1].Select(Annotation).Prepend(line));
        return string.Join('\n', lines);
    }

    /// <summary>Carets stand under the place; the mark takes three columns, so a place before the fourth is named instead.</summary>
    private static string Annotation(Diagnostic finding)
    {
        var at = finding.Location;
        var carets = new string('^', at.Line == at.EndLine ? Math.Max(1, at.Length) : 1);
        var line = new StringBuilder(Mark);
        if (at.Column > Mark.Length)
            line.Append(' ', at.Column - Mark.Length - 1).Append(carets);
        else
            line.Append(carets).Append($" (column {at.Column})");
        line.Append($" {finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message}");
        if (finding.Fix is { } fix)
            line.Append($" [{fix.Title}]");
        return line.ToString();
    }
}
