using Lumina.Api;
using Lumina.Cli.Surroundings;
using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Plans;

/// <summary>Findings in a plan: those made here, and those of a host, which knows its targets.</summary>
internal static class Findings
{
    private const int Many = 10;

    /// <summary>As they are sent and written as JSON.</summary>
    public static Finding[] Of(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Select(diagnostic => new Finding(
            diagnostic.Code, diagnostic.Severity.ToString().ToLowerInvariant(), diagnostic.Message, diagnostic.Location.File,
            diagnostic.Location.Line, diagnostic.Location.Column, diagnostic.Location.EndLine, diagnostic.Location.EndColumn)),
    ];

    /// <summary>Prints each with its line of the source, carets under the place, and what would mend it.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="textOf">The text of a file; null when it is not at hand.</param>
    /// <param name="diagnostics">The findings.</param>
    public static void Print(Screen screen, Func<string, string?> textOf, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var tone = ToneOf(diagnostic.Severity);
            foreach (var line in DiagnosticPrinter.PrintSegments(diagnostic, textOf(diagnostic.Location.File)))
                screen.Complaint(string.Concat(line.Select(segment => screen.PaintComplaint(segment.Text, ToneOf(segment.Style, tone)))));
        }
    }

    /// <summary>After many findings, how many there are: the first of them have left the terminal.</summary>
    public static void PrintCount(Screen screen, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        if (diagnostics.Count >= Many) screen.Complaint($"found {Count(diagnostics)}");
    }

    /// <summary>As <see cref="Print(Screen, Func{string, string?}, IEnumerable{Diagnostic})"/>, of findings that a host has sent.</summary>
    public static void Print(Screen screen, Func<string, string?> textOf, IEnumerable<Finding> findings) =>
        Print(screen, textOf, findings.Select(finding => Located(finding, textOf(finding.File))));

    public static bool IsError(Finding finding) => SeverityOf(finding) == Severity.Error;

    /// <summary><c>2 errors, 1 warning</c>; <c>no problems</c>.</summary>
    public static string Count(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        (Severity Severity, string Name)[] kinds = [(Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Info, "note")];
        var parts = kinds
            .Select(kind => (kind.Name, Count: diagnostics.Count(diagnostic => diagnostic.Severity == kind.Severity)))
            .Where(kind => kind.Count > 0)
            .Select(kind => Wording.Count(kind.Count, kind.Name));
        return diagnostics.Count == 0 ? "no problems" : string.Join(", ", parts);
    }

    private static Diagnostic Located(Finding finding, string? source)
    {
        var start = Offset(source, finding.Line, finding.Column);
        var length = Math.Max(0, Offset(source, finding.EndLine, finding.EndColumn) - start);
        return new(finding.Code, SeverityOf(finding), new(
            finding.File, start, length, finding.Line, finding.Column, finding.EndLine, finding.EndColumn), finding.Message);
    }

    // Beyond the text, which prints no source, for a place that it does not have.
    private static int Offset(string? source, int line, int column)
    {
        if (source is null || line < 1 || column < 1) return int.MaxValue;
        var start = 0;
        for (var passed = 1; passed < line; passed++)
        {
            var end = source.IndexOf('\n', start);
            if (end < 0) return int.MaxValue;
            start = end + 1;
        }

        var next = source.IndexOf('\n', start);
        var width = (next < 0 ? source.Length : next) - start;
        return column - 1 <= width ? start + column - 1 : int.MaxValue;
    }

    private static Severity SeverityOf(Finding finding) =>
        Enum.TryParse<Severity>(finding.Severity, ignoreCase: true, out var severity) ? severity : Severity.Error;

    private static Tone ToneOf(Severity severity) => severity switch
    {
        Severity.Error => Tone.Bad,
        Severity.Warning => Tone.Doubtful,
        _ => Tone.Faint,
    };

    private static Tone ToneOf(PrintStyle style, Tone ofSeverity) => style switch
    {
        PrintStyle.Error or PrintStyle.Warning or PrintStyle.Info or PrintStyle.Caret => ofSeverity,
        PrintStyle.Fix => Tone.Good,
        _ => Tone.Plain,
    };
}
