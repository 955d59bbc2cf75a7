using Lumina.Cli.Surroundings;
using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Plans;

/// <summary>Findings in a plan, for a person and for JSON.</summary>
internal static class DiagnosticText
{
    /// <summary>Each with its line of the source and a caret under the place.</summary>
    public static void Write(Screen screen, string source, IEnumerable<DiagnosticEntry> diagnostics)
    {
        var lines = source.Split('\n');
        foreach (var diagnostic in diagnostics)
        {
            var tone = ToneOf(diagnostic.Severity);
            screen.Complaint(
                $"{diagnostic.File}:{diagnostic.Line}:{diagnostic.Column}: "
                + screen.PaintComplaint($"{diagnostic.Severity.ToLowerInvariant()} {diagnostic.Code}", tone) + $": {diagnostic.Message}");
            if (diagnostic.Line < 1 || diagnostic.Line > lines.Length) continue;
            var line = lines[diagnostic.Line - 1].TrimEnd('\r');
            screen.Complaint("  " + line);
            screen.Complaint("  " + screen.PaintComplaint(Caret(diagnostic, line), tone));
        }
    }

    public static DiagnosticEntry[] Entries(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Select(diagnostic => new DiagnosticEntry(
            diagnostic.Code, diagnostic.Severity.ToString().ToLowerInvariant(), diagnostic.Message, diagnostic.Location.File,
            diagnostic.Location.Line, diagnostic.Location.Column, diagnostic.Location.EndLine, diagnostic.Location.EndColumn)),
    ];

    public static bool IsError(DiagnosticEntry diagnostic) => diagnostic.Severity.Equals("error", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>2 errors, 1 warning</c>; <c>no problems</c>.</summary>
    public static string Count(IReadOnlyCollection<DiagnosticEntry> diagnostics)
    {
        var errors = diagnostics.Count(IsError);
        var others = diagnostics.Count - errors;
        return (errors, others) switch
        {
            (0, 0) => "no problems",
            (_, 0) => Wording.Count(errors, "error"),
            (0, _) => Wording.Count(others, "warning"),
            _ => $"{Wording.Count(errors, "error")}, {Wording.Count(others, "warning")}",
        };
    }

    private static Tone ToneOf(string severity) => severity.ToUpperInvariant() switch
    {
        "ERROR" => Tone.Bad,
        "WARNING" => Tone.Doubtful,
        _ => Tone.Faint,
    };

    private static string Caret(DiagnosticEntry diagnostic, string line)
    {
        var column = Math.Min(diagnostic.Column - 1, line.Length);
        var end = diagnostic.EndLine == diagnostic.Line ? Math.Min(diagnostic.EndColumn - 1, line.Length) : line.Length;
        // A tab is as wide above the caret as in front of it.
        var indent = string.Concat(line.Take(column).Select(character => character == '\t' ? '\t' : ' '));
        return indent + new string('^', Math.Max(1, end - column));
    }
}
