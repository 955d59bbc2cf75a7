using Lumina.Cli.Plans;
using Lumina.Language.Diagnostics;

namespace Lumina.Cli.Reports;

/// <summary>What <c>validate</c> prints.</summary>
/// <param name="Plan">The plan's name; null when it has none.</param>
/// <param name="Environments">Their names.</param>
/// <param name="Valid">Whether there are no errors.</param>
/// <param name="Diagnostics">The findings.</param>
/// <param name="Silenced">Findings that comments in the plan silence.</param>
internal sealed record ValidationReport(
    string? Plan, IReadOnlyList<string> Environments, bool Valid, IReadOnlyList<ReportedFinding> Diagnostics, IReadOnlyList<ReportedSilence> Silenced)
{
    public static ValidationReport Of(LoadedPlan plan)
    {
        var places = new FixPlaces(plan.TextOf);
        return new(
            plan.Compiled.Name, plan.Compiled.Environments, !plan.HasErrors, [.. plan.Compiled.Diagnostics.Select(d => ReportedFinding.Of(d, places))],
            [.. plan.Compiled.Silenced.Select(s => new ReportedSilence(s.Finding.Code, s.Finding.Location.File, s.Finding.Location.Line, s.Finding.Location.Column, s.Reason))]);
    }
}

/// <summary>A finding with what is known about its kind. Lines and columns count from 1, columns in UTF-16 code units, the end exclusive.</summary>
/// <param name="Code"><c>LUM</c> and four digits.</param>
/// <param name="Name">The code's name, for people.</param>
/// <param name="Severity"><c>error, warning, info</c>.</param>
/// <param name="Message">What was found, and what was expected.</param>
/// <param name="File">Where it is.</param>
/// <param name="Line">Of its first character.</param>
/// <param name="Column">Of its first character.</param>
/// <param name="EndLine">Behind its last character.</param>
/// <param name="EndColumn">Behind its last character.</param>
/// <param name="Help">Where the documentation explains it, from the root of the repository.</param>
/// <param name="Fix">What would mend it; null when that is not known.</param>
internal sealed record ReportedFinding(
    string Code, string? Name, string Severity, string Message, string File, int Line, int Column, int EndLine, int EndColumn, string? Help, ReportedFix? Fix)
{
    public static ReportedFinding Of(Diagnostic diagnostic, FixPlaces places)
    {
        var at = diagnostic.Location;
        var entry = DiagnosticCatalogue.Find(diagnostic.Code);
        var fix = diagnostic.Fix is { } known && places.Of(diagnostic) is { } place
            ? new ReportedFix(known.Title, known.IsSafe, place.Line, place.Column, place.EndLine, place.EndColumn, known.Replacement)
            : null;
        return new(
            diagnostic.Code, entry?.Name, diagnostic.Severity.ToString().ToLowerInvariant(), diagnostic.Message, at.File, at.Line, at.Column, at.EndLine,
            at.EndColumn, entry?.Help, fix);
    }
}

/// <summary>A change to the file of the finding.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Safe">Whether <c>lumina fmt --fix</c> makes it.</param>
/// <param name="Line">Of the first character that is replaced.</param>
/// <param name="Column">Of the first character that is replaced.</param>
/// <param name="EndLine">Behind the last one.</param>
/// <param name="EndColumn">Behind the last one.</param>
/// <param name="Replacement">What takes their place.</param>
internal sealed record ReportedFix(string Title, bool Safe, int Line, int Column, int EndLine, int EndColumn, string Replacement);

/// <summary>A finding that a comment silences.</summary>
internal sealed record ReportedSilence(string Code, string File, int Line, int Column, string Reason);
