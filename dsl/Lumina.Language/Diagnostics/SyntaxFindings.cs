using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>1xxx: the text can't be read.</summary>
internal static class SyntaxFindings
{
    public static readonly DiagnosticEntry UnexpectedEntry = new(1001, "unexpected-text", Error,
        "Something else was expected here",
        "The text doesn't follow the grammar at this place. The message says what could stand here. The rest of the file is still checked, from the next property or declaration on.",
        "plan p {}\ncomponent web {\n  command = \"run\"\n  port = \n}\n");

    public static readonly DiagnosticEntry UnexpectedCharacterEntry = new(1002, "unexpected-character", Error,
        "A character that the language doesn't use",
        "Outside of strings and comments a plan consists of names, numbers and the signs of the language. Comments begin with //, strings are in straight double quotes, and lines need no semicolon.",
        "plan p {}\ncomponent web {\n  command = \"run\";\n}\n");

    public static readonly DiagnosticEntry UnclosedStringEntry = new(1003, "unclosed-string", Error,
        "A string without its closing quote",
        "A string ends on the line on which it begins. A text of several lines stands between three quotes (\"\"\") on each side.",
        "plan p {}\ncomponent web {\n  command = \"run\n}\n");

    public static readonly DiagnosticEntry UnclosedCommentEntry = new(1004, "unclosed-comment", Error,
        "A comment without its end",
        "A comment that begins with /* ends with */.",
        "plan p {}\ncomponent web { command = \"run\" }\n/* to be continued\n");

    public static readonly DiagnosticEntry BadEscapeEntry = new(1005, "bad-escape", Error,
        "An unknown escape in a string",
        "The escapes are \\n \\r \\t \\\" \\\\ \\$ and \\u{1F680}. A backslash itself is written \\\\.",
        "plan p {}\ncomponent web { command = \"C:\\programs\\run\" }\n");

    public static readonly DiagnosticEntry MissingCloseBraceEntry = new(1006, "missing-closing-brace", Error,
        "A block without its closing brace",
        "Every { needs its }. Where the declaration ends, or where something begins that can't be in the block, the brace is taken to be missing.",
        "plan p {}\ncomponent web {\n  command = \"run\"\n");

    public static readonly DiagnosticEntry MissingOpenBraceEntry = new(1007, "missing-opening-brace", Error,
        "A block without its opening brace",
        "What a block contains stands between { and }.",
        "plan p {}\ncomponent web\n  command = \"run\"\n}\n");

    public static readonly DiagnosticEntry UnexpectedCloseBraceEntry = new(1008, "unexpected-closing-brace", Error,
        "A closing brace too many",
        "There is no block open that this brace could close.",
        "plan p {}\ncomponent web { command = \"run\" } }\n");

    public static readonly DiagnosticEntry UnknownDeclarationEntry = new(1009, "unknown-declaration", Error,
        "Not a declaration",
        "At its top level a plan has plan, param, let, environment, component, template, for, import, infrastructure and pipeline; a file of rules has rule, waive and test.",
        "plan p {}\nservice web { command = \"run\" }\n");

    public static readonly DiagnosticEntry BadNumberEntry = new(1010, "bad-number", Error,
        "A number that can't be read",
        "A number is digits, perhaps with a fraction, perhaps with one of the units ms, s, m, h, d, %, KiB, MiB, GiB, TiB right behind it; and it must not be too large.",
        "plan p {}\ncomponent web {\n  command = \"run\"\n  stop_within = 5sec\n}\n");

    public static readonly DiagnosticEntry TooDeepEntry = new(1011, "nested-too-deeply", Error,
        "Nested too deeply",
        "Braces, brackets, parentheses, ${} and operators may be nested 200 deep.",
        "plan p {}\ncomponent web { replicas = " + new string('(', 300) + "1" + new string(')', 300) + " }\n");

    public static readonly DiagnosticEntry TextTooLargeEntry = new(1012, "text-too-large", Error,
        "The file is too large for a plan",
        "A plan may have 32 Mi characters and 4,000,000 words and signs. Split it into several plans.",
        "");

    public static readonly DiagnosticEntry NulCharacterEntry = new(1013, "nul-character", Error,
        "The file is not a text",
        "A NUL character is in no text. Most likely this is a binary file, or a text in UTF-16.",
        "plan p {}\ncomponent web { command = \"run\0\" }\n");

    public static readonly DiagnosticEntry InvalidUnicodeEntry = new(1014, "invalid-unicode", Error,
        "The file is not UTF-8",
        "A plan is written in UTF-8, with or without a byte order mark. Save the file in that encoding.",
        "plan p {}\ncomponent web { command = \"run\ud800\" }\n");

    public static readonly DiagnosticEntry TooManyDeclarationsEntry = new(1016, "too-many-declarations", Error,
        "Too many declarations",
        "A plan may have 120,000 declarations, and 500,000 pairs of a component and an environment. Split it into several plans.",
        "");

    public static readonly DiagnosticEntry TooManyProblemsEntry = new(1017, "too-many-problems", Error,
        "More problems than are listed",
        "Only the first 1,000 problems of a file are listed.",
        "");

    public static readonly DiagnosticEntry QuotedNameEntry = new(1018, "quoted-name", Error,
        "A name in quotes",
        "Names are written without quotes.",
        "plan p {}\ncomponent \"web\" { command = \"run\" }\n");

    public static readonly DiagnosticEntry MissingEqualsEntry = new(1019, "missing-equals", Error,
        "A property without its equals sign",
        "A property is a name, an equals sign and a value.",
        "plan p {}\ncomponent web {\n  command \"run\"\n}\n");

    public static readonly DiagnosticEntry UnclosedHoleEntry = new(1020, "unclosed-interpolation", Error,
        "A ${ without its closing brace",
        "What stands between ${ and } in a string is worked out and put in its place. A dollar sign itself is written \\$ before a brace.",
        "plan p {}\ncomponent web { command = \"run ${plan.name\" }\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        UnexpectedEntry, UnexpectedCharacterEntry, UnclosedStringEntry, UnclosedCommentEntry, BadEscapeEntry, MissingCloseBraceEntry,
        MissingOpenBraceEntry, UnexpectedCloseBraceEntry, UnknownDeclarationEntry, BadNumberEntry, TooDeepEntry, TextTooLargeEntry,
        NulCharacterEntry, InvalidUnicodeEntry, TooManyDeclarationsEntry, TooManyProblemsEntry, QuotedNameEntry,
        MissingEqualsEntry, UnclosedHoleEntry,
    ];

    public static Diagnostic Unexpected(SourceLocation at, string expected, string found) =>
        UnexpectedEntry.At(at, $"Expected {expected}, found {found}.");

    /// <summary>A small word between values, misspelt; it is taken as it was meant.</summary>
    public static Diagnostic MisspeltParticle(SourceLocation at, string expected, string found) =>
        UnexpectedEntry.At(at, $"Expected '{expected}', found '{found}'.", Suggestion.Write(expected, at));

    public static Diagnostic UnexpectedCharacter(SourceLocation at, string text, string hint, string better) =>
        UnexpectedCharacterEntry.At(at, $"'{text}' has no meaning here{hint}.",
            new TextFix(better.Length == 0 ? "remove it" : $"write {better}", at.Start, at.Length, better) { IsSafe = text is ";" or "#" });

    public static Diagnostic UnclosedString(SourceLocation at, bool severalLines) =>
        UnclosedStringEntry.At(at, severalLines ? "This text is never closed: \"\"\" is missing." : "This string is not closed on its line: a quote is missing.",
            severalLines ? null : new TextFix("close the string", at.Start + at.Length, 0, "\""));

    public static Diagnostic UnclosedComment(SourceLocation at) => UnclosedCommentEntry.At(at, "This comment is never closed: */ is missing.");

    public static Diagnostic BadEscape(SourceLocation at, string escape) =>
        BadEscapeEntry.At(at, $"'{escape}' is no escape; a backslash itself is written \\\\.", new TextFix("write \\\\", at.Start, 1, "\\\\"));

    public static Diagnostic MissingCloseBrace(SourceLocation at, string block, string before) =>
        MissingCloseBraceEntry.At(at, $"The block of {block} is not closed: expected '}}' before {before}.", new TextFix("write }", at.Start, 0, " }"));

    public static Diagnostic MissingOpenBrace(SourceLocation at, string block) =>
        MissingOpenBraceEntry.At(at, $"Expected '{{' to open the block of {block}.", new TextFix("write {", at.Start, 0, " {"));

    public static Diagnostic UnexpectedCloseBrace(SourceLocation at) => UnexpectedCloseBraceEntry.At(at, "There is no block that this '}' closes.");

    public static Diagnostic UnknownDeclaration(SourceLocation at, string expected, string found, string? near) =>
        UnknownDeclarationEntry.At(at, $"Expected {expected}, found {found}.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic BadNumber(SourceLocation at, string written, string? better) =>
        BadNumberEntry.At(at, $"'{written}' is no number that can be used here: units are {Values.Units.Known}.", Suggestion.Write(better, at));

    public static Diagnostic SpacedUnit(SourceLocation at, string better) =>
        BadNumberEntry.At(at, "A number and its unit are written without a blank between them.", new TextFix($"write {better}", at.Start, at.Length, better) { IsSafe = true });

    public static Diagnostic TooDeep(SourceLocation at, int limit) => TooDeepEntry.At(at, $"This is nested more than {limit} deep.");

    public static Diagnostic TextTooLarge(SourceLocation at, int limit) =>
        TextTooLargeEntry.At(at, $"The file is too large for a plan: at most {limit / (1024 * 1024)} Mi characters are read.");

    public static Diagnostic TooManyTokens(SourceLocation at, int limit) =>
        TextTooLargeEntry.At(at, $"The file is too large for a plan: it has more than {limit} words and signs.");

    public static Diagnostic TooManyInstances(SourceLocation at, long found, int limit) =>
        TooManyDeclarationsEntry.At(at, $"The plan has {found} pairs of a component and an environment, more than {limit}; split it.");

    public static Diagnostic NulCharacter(SourceLocation at) => NulCharacterEntry.At(at, "The file has a NUL character in it, so it is not a text in UTF-8.");

    public static Diagnostic InvalidUnicode(SourceLocation at, string what) => InvalidUnicodeEntry.At(at, $"The file is not UTF-8 from here on: {what}.");

    public static Diagnostic TooManyDeclarations(SourceLocation at, int limit) =>
        TooManyDeclarationsEntry.At(at, $"The plan has more than {limit} declarations; split it.");

    public static Diagnostic TooManyProblems(SourceLocation at, int limit) =>
        TooManyProblemsEntry.At(at, $"The file has more than {limit} problems; the others are not listed.");

    public static Diagnostic QuotedName(SourceLocation at, string bare) =>
        QuotedNameEntry.At(at, "Names are written without quotes.", bare.Length == 0 || !bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : new TextFix($"write {bare}", at.Start, at.Length, bare) { IsSafe = true });

    public static Diagnostic MissingEquals(SourceLocation at, string property) =>
        MissingEqualsEntry.At(at, $"Expected '=' after '{property}'.", new TextFix("write =", at.Start, at.Length, " =") { IsSafe = true });

    public static Diagnostic UnclosedHoleInFile(SourceLocation at) =>
        UnclosedHoleEntry.At(at, "The '${' is not closed on its line: '}' is missing. Where it stands for itself, write '\\${'.");

    public static Diagnostic UnclosedHole(SourceLocation at) => UnclosedHoleEntry.At(at, "The '${' in this string is not closed: '}' is missing.");
}
