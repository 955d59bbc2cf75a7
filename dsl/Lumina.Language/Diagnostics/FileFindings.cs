using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>31xx: plans of several files, and what plans read.</summary>
internal static class FileFindings
{
    public static readonly DiagnosticEntry ImportUnreadableEntry = new(3101, "import-unreadable", Error,
        "The imported file can't be read",
        "The path of an import is relative to the file in which it stands. The message says what went wrong.",
        "plan p {}\nimport \"no/such.deploy\" as shared\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry ImportCycleEntry = new(3102, "import-cycle", Error,
        "Files that import each other",
        "A file that is imported, directly or through others, by a file that it imports itself. The message names the whole circle. What both need goes into a third file.",
        "plan p {}\nimport \"test.deploy\" as me\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry ImportWithoutNameEntry = new(3103, "import-without-name", Error,
        "An import without a name",
        "What comes from an imported file is reached through a name: import \"base.deploy\" as base, and then base.registry.",
        "plan p {}\nimport \"no/base.deploy\"\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry PlanInImportEntry = new(3104, "plan-in-import", Error,
        "A plan declaration in an imported file",
        "The file that is run declares the plan. A file that others import has everything but a plan declaration.",
        "")
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry TooManyImportsEntry = new(3105, "too-many-imports", Error,
        "Too many imported files",
        "A plan may consist of 100 files, whose texts together have at most as many characters as one file may have.",
        "")
    { FoundBy = FoundBy.Host };

    public static readonly DiagnosticEntry BadPathEntry = new(3106, "bad-path", Error,
        "Not a path that every machine understands",
        "The paths of imports and of file(…) are relative to the file in which they stand, with '/' between folders.",
        "plan p {}\nimport \"/etc/base.deploy\" as base\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry FileUnreadableEntry = new(3107, "file-unreadable", Error,
        "A file that a value is read from can't be read",
        "file(\"path\") is the text of a file; the path is relative to the plan's file in which it stands. It has to be UTF-8 and at most 1 Mi characters long.",
        "plan p {}\ncomponent web { command = \"run\"  config { MOTD = file(\"no/such.txt\") } }\n");

    public static readonly DiagnosticEntry VariableNotSetEntry = new(3108, "variable-not-set", Error,
        "The environment variable is not set",
        "env(\"NAME\") is a variable of the environment that lumina is called in; env(\"NAME\", \"otherwise\") has a value for when it is not set.",
        "plan p {}\ncomponent web { command = \"run\"  config { TOKEN_FILE = env(\"LUMINA_NO_SUCH_VARIABLE\") } }\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        ImportUnreadableEntry, ImportCycleEntry, ImportWithoutNameEntry, PlanInImportEntry, TooManyImportsEntry, BadPathEntry, FileUnreadableEntry,
        VariableNotSetEntry,
    ];

    public static Diagnostic ImportUnreadable(SourceLocation at, string path, string problem) =>
        ImportUnreadableEntry.At(at, $"\"{path}\" can't be imported: {problem}.");

    public static Diagnostic ImportCycle(SourceLocation at, string path) => ImportCycleEntry.At(at, $"These files import each other: {path}.");

    public static Diagnostic ImportWithoutName(SourceLocation at, string path, bool hasAs)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var bare = file.Split('.')[0].ToLowerInvariant();
        var name = bare.Length > 0 && char.IsAsciiLetterLower(bare[0]) && bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? bare : null;
        var text = hasAs ? $" {name}" : $" as {name}";
        return ImportWithoutNameEntry.At(
            at, $"Expected a name for what comes from the file: import \"{path}\" as {name ?? "NAME"}.", name is null ? null : new TextFix($"write{text}", at.Start, 0, text));
    }

    public static Diagnostic PlanInImport(SourceLocation at, string file) =>
        PlanInImportEntry.At(at, $"'{file}' is imported, so it can't declare a plan.");

    public static Diagnostic TooManyImports(SourceLocation at, string limit) => TooManyImportsEntry.At(at, $"The plan imports too much: at most {limit}.");

    public static Diagnostic BadPath(SourceLocation at, string path, string why) => BadPathEntry.At(at, $"\"{path}\" is no path here: {why}.");

    public static Diagnostic FileUnreadable(SourceLocation at, string path, string problem) =>
        FileUnreadableEntry.At(at, $"The file \"{path}\" can't be read: {problem}.");

    public static Diagnostic VariableNotSet(SourceLocation at, string name) =>
        VariableNotSetEntry.At(at, $"The environment variable '{name}' is not set; env(\"{name}\", \"…\") has a value for that case.");
}
