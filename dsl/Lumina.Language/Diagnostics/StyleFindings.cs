using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>6xxx, what is noticed while a plan is bound: it works, but could be better. The other rules of style are in Checks/Style.</summary>
internal static class StyleFindings
{
    public static readonly DiagnosticEntry FloatingTagEntry = new(6001, "floating-image-tag", Warning,
        "An image without a fixed version",
        "An image without a tag, or with the tag latest, is something else tomorrow: a rollback would not bring back what ran. Name a version, or better a digest.",
        "plan p {}\ncomponent web { image = \"web:latest\" }\n");

    public static readonly DiagnosticEntry NoHealthEntry = new(6002, "no-health-check", Info,
        "A component with a port but without a health check",
        "Without a health block a component counts as healthy when its port accepts a connection, which says little about whether it can answer.",
        "plan p {}\ncomponent web { command = \"run\"  port = 80 }\n");

    public static readonly DiagnosticEntry TooManyNotesEntry = new(6099, "too-many-notes", Info,
        "More warnings and notes than are listed",
        "Only the first 1,000 warnings and notes of a file are listed.",
        "");

    public static readonly DiagnosticEntry QuotedWordEntry = new(6040, "quoted-word", Info,
        "A word of the language in quotes",
        "Where a value is one of a few words, the word is written without quotes.",
        "plan p {}\ncomponent web { command = \"run\"  rollback { scope = \"all\" } }\n");

    public static ImmutableArray<DiagnosticEntry> All => [FloatingTagEntry, NoHealthEntry, QuotedWordEntry, TooManyNotesEntry];

    public static Diagnostic FloatingTag(SourceLocation at, string image) =>
        FloatingTagEntry.At(at, $"The image '{image}' has no fixed version: name a tag other than latest, or a digest.");

    public static Diagnostic NoHealth(SourceLocation at, string component) =>
        NoHealthEntry.At(at, $"The component '{component}' has a port but no health check; it counts as healthy when the port accepts a connection.");

    public static Diagnostic TooManyNotes(SourceLocation at, int limit) =>
        TooManyNotesEntry.At(at, $"The file has more than {limit} warnings and notes; the others are not listed.");

    public static Diagnostic QuotedWord(SourceLocation at, string word) =>
        QuotedWordEntry.At(at, $"'{word}' is a word of the language and needs no quotes.", new TextFix($"write {word}", at.Start, at.Length, word) { IsSafe = true });
}
