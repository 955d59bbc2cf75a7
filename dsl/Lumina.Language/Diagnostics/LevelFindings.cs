using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>609x: what is wrong in <c>lumina.json</c>.</summary>
internal static class LevelFindings
{
    public static readonly DiagnosticEntry UnreadableEntry = new(6090, "settings-unreadable", Error,
        "lumina.json can't be read",
        "The file is a JSON object: { \"findings\": { \"unused-let\": \"off\" } }. Comments and commas too many are no problem.",
        "{ \"findings\": [] }\n")
    { FoundBy = FoundBy.Settings };

    public static readonly DiagnosticEntry UnknownSettingEntry = new(6091, "unknown-setting", Warning,
        "No such setting in lumina.json",
        "The settings are findings, by code or by name. What is not known has no effect.",
        "{ \"findings\": { \"unused-lets\": \"off\" } }\n")
    { FoundBy = FoundBy.Settings };

    public static readonly DiagnosticEntry UnknownLevelEntry = new(6092, "unknown-level", Error,
        "No such level in lumina.json",
        "The levels are off, info, warning and error.",
        "{ \"findings\": { \"unused-let\": \"warn\" } }\n")
    { FoundBy = FoundBy.Settings };

    public static readonly DiagnosticEntry FixedLevelEntry = new(6093, "level-is-fixed", Error,
        "An error can't be lowered in lumina.json",
        "Warnings and notes can have another level. A plan with an error can't run, whatever the error is called.",
        "{ \"findings\": { \"port-conflict\": \"warning\" } }\n")
    { FoundBy = FoundBy.Settings };

    public static readonly DiagnosticEntry RepeatedSettingEntry = new(6094, "repeated-setting", Warning,
        "A level is set twice in lumina.json",
        "The last one counts. A code and its name are the same finding.",
        "{ \"findings\": { \"unused-let\": \"off\", \"LUM6003\": \"error\" } }\n")
    { FoundBy = FoundBy.Settings };

    public static ImmutableArray<DiagnosticEntry> All => [UnreadableEntry, UnknownSettingEntry, UnknownLevelEntry, FixedLevelEntry, RepeatedSettingEntry];

    public static Diagnostic Unreadable(SourceLocation at, string why) => UnreadableEntry.At(at, why);

    public static Diagnostic UnknownSetting(SourceLocation at, string what, string written, string? near) =>
        UnknownSettingEntry.At(at, $"There is no {what} '{written}'.{Suggestion.Ask(near)}", Quoted(near, at));

    public static Diagnostic UnknownLevel(SourceLocation at, string written, string? near) =>
        UnknownLevelEntry.At(at, $"There is no level {written}; there are off, info, warning and error.{Suggestion.Ask(near)}", Quoted(near, at));

    public static Diagnostic FixedLevel(SourceLocation at, DiagnosticEntry entry) =>
        FixedLevelEntry.At(at, entry.Severity == Error
            ? $"{entry.Code} ({entry.Name}) is an error and stays one."
            : $"{entry.Code} ({entry.Name}) is about this file itself and keeps its level.");

    public static Diagnostic RepeatedSetting(SourceLocation at, DiagnosticEntry entry) =>
        RepeatedSettingEntry.At(at, $"The level of {entry.Code} ({entry.Name}) is already set.");

    private static TextFix? Quoted(string? near, SourceLocation at) =>
        near is null ? null : new TextFix($"write {near}", at.Start, at.Length, $"\"{near}\"");
}
