using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>21xx: templates and repetition.</summary>
internal static class ReuseFindings
{
    public static readonly DiagnosticEntry UnknownTemplateEntry = new(2101, "unknown-template", Error,
        "No such template",
        "A template is declared with template NAME { … } in the same file, or in an imported one and then written with that import's name: base.service.",
        "plan p {}\ntemplate service { command = \"run\" }\ncomponent web from template servce {}\n");

    public static readonly DiagnosticEntry TemplateCycleEntry = new(2102, "template-cycle", Error,
        "Templates that are made from each other",
        "A template may be made from another one, but not in a circle. The message names the whole circle.",
        "plan p {}\ntemplate a from template b {}\ntemplate b from template a {}\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry SelfOutsideEntry = new(2103, "self-outside-component", Error,
        "There is no self here",
        "self is the component in which it stands, or that a template is used for: self.name, self.version, self.port, self.url. A let, a param or the plan belongs to no component.",
        "plan p {}\nlet title = self.name\ncomponent web { command = \"run\"  config { TITLE = title } }\n");

    public static readonly DiagnosticEntry LoopListEntry = new(2104, "loop-list", Error,
        "Not something that a for can go through",
        "A for goes through a list, or with two variables through a map. It says which components there are, so it must be known before environments and components are: from params, lets and literals.",
        "plan p {}\nfor name in environment.name {\n  component web { command = \"run\" }\n}\ncomponent api { command = \"run\" }\n");

    public static readonly DiagnosticEntry BadNamePieceEntry = new(2105, "bad-name-piece", Error,
        "The value can't be part of a name",
        "In a name, ${…} takes a string, an int or a bool.",
        "plan p {}\nfor x in [[1], [2]] {\n  component web-${x} { command = \"run\" }\n}\ncomponent api { command = \"run\" }\n");

    public static readonly DiagnosticEntry NotInForEntry = new(2106, "not-in-for", Error,
        "This can't be repeated",
        "Components are repeated with a for. Everything else is declared once.",
        "plan p {}\nfor x in [1, 2] {\n  let a = x\n}\ncomponent api { command = \"run\" }\n");

    public static readonly DiagnosticEntry HoleOutsideForEntry = new(2107, "name-with-holes", Error,
        "A name with ${…} where it can't be",
        "Only names of components, and where they are spoken of, can have ${…} in them.",
        "plan p {}\nlet a-${plan.name} = 1\ncomponent api { command = \"run\" }\n");

    public static readonly DiagnosticEntry LoopVariablesEntry = new(2108, "loop-variables", Error,
        "Too few or too many variables",
        "A for has one variable for a list, and two, for key and value, for a map.",
        "plan p {}\nfor a, b, c in [1] {\n  component web-${a} { command = \"run\" }\n}\ncomponent api { command = \"run\" }\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        UnknownTemplateEntry, TemplateCycleEntry, SelfOutsideEntry, LoopListEntry, BadNamePieceEntry, NotInForEntry, HoleOutsideForEntry,
        LoopVariablesEntry,
    ];

    public static Diagnostic UnknownTemplate(SourceLocation at, string name, string? near) =>
        UnknownTemplateEntry.At(at, $"There is no template '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic UnknownImport(SourceLocation at, string name, string? near) =>
        UnknownTemplateEntry.At(at, $"Nothing is imported as '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic TemplateCycle(SourceLocation at, string path) => TemplateCycleEntry.At(at, $"These templates are made from each other: {path}.");

    public static Diagnostic SelfOutside(SourceLocation at) => SelfOutsideEntry.At(at, "'self' is a component, and nothing here belongs to one.");

    public static Diagnostic LoopListUnknown(SourceLocation at, string what) =>
        LoopListEntry.At(at, $"What a for goes through must be the same everywhere, so it can't depend on {what}.");

    public static Diagnostic NoLoopList(SourceLocation at, string found, string wanted) => LoopListEntry.At(at, $"A for needs {wanted} here, not {found}.");

    public static Diagnostic BadNamePiece(SourceLocation at, string found) =>
        BadNamePieceEntry.At(at, $"A part of a name is a string, an int or a bool, not {found}.");

    public static Diagnostic NotInFor(SourceLocation at, string word) => NotInForEntry.At(at, $"'{word}' can't stand in a for; only components are repeated.");

    public static Diagnostic HoleOutsideFor(SourceLocation at, string name) => HoleOutsideForEntry.At(at, $"'{name}' can't have ${{…}} in it here.");

    public static Diagnostic LoopVariables(SourceLocation at, int count) =>
        LoopVariablesEntry.At(at, $"A for has one variable, or two for a map; here are {count}.");
}
