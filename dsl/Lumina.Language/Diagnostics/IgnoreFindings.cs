using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>608x: comments that silence findings, <c>// lumina-ignore LUM6003: reason</c>.</summary>
internal static class IgnoreFindings
{
    public static readonly DiagnosticEntry WithoutReasonEntry = new(6080, "ignore-without-reason", Warning,
        "A finding is silenced without a reason",
        "Whoever reads the plan next wants to know why: // lumina-ignore LUM6003: the reason. The finding is silenced nevertheless.",
        "plan p {}\n// lumina-ignore LUM6003\nlet a = 1\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry UnknownEntry = new(6081, "ignore-unknown", Warning,
        "A comment silences something that doesn't exist",
        "After lumina-ignore stand codes, or names of findings, with commas between them, then a colon and the reason: // lumina-ignore LUM6001, unused-let: the reason.",
        "plan p {}\n// lumina-ignore unused-lets: kept for later\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry ErrorEntry = new(6082, "ignore-error", Warning,
        "A comment silences an error",
        "Warnings and notes can be silenced. A plan with an error can't run, so the error has to be mended.",
        "plan p {}\n// lumina-ignore LUM3009: they take turns\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry UnusedEntry = new(6083, "unused-ignore", Warning,
        "A comment silences nothing",
        "The line after the comment has no such finding, or has it no longer. The comment can go.",
        "plan p {}\n// lumina-ignore LUM6003: kept for later\ncomponent web { command = \"run\" }\n");

    public static ImmutableArray<DiagnosticEntry> All => [WithoutReasonEntry, UnknownEntry, ErrorEntry, UnusedEntry];

    public static Diagnostic WithoutReason(SourceLocation at) =>
        WithoutReasonEntry.At(at, "Say why, behind a colon: // lumina-ignore CODE: reason.");

    public static Diagnostic Nothing(SourceLocation at) =>
        UnknownEntry.At(at, "This comment does not say what it silences: // lumina-ignore CODE: reason.");

    public static Diagnostic Unknown(SourceLocation at, string written, string? near) =>
        UnknownEntry.At(at, $"There is no finding '{written}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic OfError(SourceLocation at, DiagnosticEntry entry) =>
        ErrorEntry.At(at, $"{entry.Code} ({entry.Name}) is an error, and errors can't be silenced.");

    public static Diagnostic Unused(SourceLocation at, string written, TextFix? fix) =>
        UnusedEntry.At(at, $"There is no {written} on the line after this comment.", fix);
}
