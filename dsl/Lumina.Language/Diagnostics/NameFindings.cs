using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>20xx: names that mean nothing, or too much.</summary>
internal static class NameFindings
{
    public static readonly DiagnosticEntry UnknownPropertyEntry = new(2001, "unknown-property", Error,
        "No such property or block",
        "What a block may contain is fixed, so that a slip of the pen can't silently do nothing. The language reference lists the properties of each block.",
        "plan p {}\ncomponent web { command = \"run\"  replica = 2 }\n");

    public static readonly DiagnosticEntry DuplicatePropertyEntry = new(2002, "duplicate-property", Error,
        "Said twice",
        "A property, a block or a config key stands once in a block; which of two would count is not obvious to a reader.",
        "plan p {}\ncomponent web { command = \"run\"  replicas = 1  replicas = 2 }\n");

    public static readonly DiagnosticEntry UnknownNameEntry = new(2004, "unknown-name", Error,
        "No such name",
        "A value can refer to plan.name, plan.version, environment.name, to a param as param.x, to another component as component.x.url, to what infrastructure gives as infrastructure.x.y, to the component in which it stands as self.name, to a let or a variable of a for by its bare name, and to a let of an imported file as base.x. A text is written in quotes.",
        "plan p {}\nlet greeting = \"hello\"\ncomponent web { command = \"run\"  config { TEXT = greting } }\n");

    public static readonly DiagnosticEntry UnknownMemberEntry = new(2005, "unknown-member", Error,
        "It has no such part",
        "plan has name, version and owner; environment has name; component.x and self have name, version, port and url; an import has the lets of its file; a map has its keys.",
        "plan p {}\ncomponent web { command = \"run\"  config { TEXT = plan.titel } }\n");

    public static readonly DiagnosticEntry UnknownParamEntry = new(2006, "unknown-param", Error,
        "No such param",
        "A param is declared with param NAME : TYPE before or after its use.",
        "plan p {}\nparam version : string = \"1\"\ncomponent web { command = \"run\"  config { V = param.verison } }\n");

    public static readonly DiagnosticEntry UnknownFunctionEntry = new(2007, "unknown-function", Error,
        "No such function",
        "docs/language/functions.md lists the functions, each with an example.",
        "plan p {}\ncomponent web { command = \"run\"  config { NAME = uper(\"a\") } }\n");

    public static readonly DiagnosticEntry DuplicateDeclarationEntry = new(2010, "duplicate-declaration", Error,
        "Declared twice",
        "Each component, environment, param and let has a name of its own among its kind.",
        "plan p {}\ncomponent web { command = \"run\" }\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry BadNameEntry = new(2011, "bad-name", Error,
        "Not a name that can be used everywhere",
        "Names of plans, environments and components go into paths, labels and host names: a to z, 0 to 9 and '-', beginning with a letter, at most 63 characters. Names of params and lets may also have '_'.",
        "plan p {}\ncomponent Web { command = \"run\" }\n");

    public static readonly DiagnosticEntry UnknownTypeEntry = new(2016, "unknown-type", Error,
        "No such type",
        "The types of params are string, int, decimal, bool, duration, percentage, size, cpu, list and map.",
        "plan p {}\nparam count : integer = 2\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry CircularEntry = new(2017, "circular-value", Error,
        "A value that depends on itself",
        "To work out this value one would have to know it already. The message names the whole circle.",
        "plan p {}\nlet a = b\nlet b = a\ncomponent web { command = \"run\" }\n");

    public static readonly DiagnosticEntry UnknownKindEntry = new(2023, "unknown-kind", Error,
        "No such kind",
        "Health is told by http, tcp or command; the strategies are rolling, canary, blue-green and recreate; where a value is one of a few words, the message says which.",
        "plan p {}\ncomponent web { command = \"run\"  health grpc { every = 1s } }\n");

    public static readonly DiagnosticEntry MissingPortEntry = new(2026, "component-without-port", Error,
        "The component has no port",
        "component.x.port and component.x.url need a port in component x, in every environment in which they are used.",
        "plan p {}\ncomponent db { command = \"run\" }\ncomponent web { depends on db  command = \"run\"  config { DB = component.db.url } }\n");

    public static readonly DiagnosticEntry MissingVersionEntry = new(2027, "no-version", Error,
        "There is no version",
        "plan.version needs a version in the plan; component.x.version needs one in the component or in the plan.",
        "plan p {}\ncomponent web { image = \"web:${plan.version}\" }\n");

    public static readonly DiagnosticEntry MisspeltDeclarationEntry = new(2028, "misspelt-declaration", Error,
        "Declared under another name than it is used by",
        "Nothing uses the declared name, and a name that is almost the same is used and not declared. One of the two is misspelt, most likely the one that is written less often.",
        "plan p {}\nlet gretting = \"hello\"\ncomponent web { command = greeting }\ncomponent api { command = greeting }\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        UnknownPropertyEntry, DuplicatePropertyEntry, UnknownNameEntry, UnknownMemberEntry, UnknownParamEntry, UnknownFunctionEntry,
        DuplicateDeclarationEntry, BadNameEntry, UnknownTypeEntry, CircularEntry, UnknownKindEntry, MissingPortEntry, MissingVersionEntry,
        MisspeltDeclarationEntry,
    ];

    public static Diagnostic UnknownProperty(SourceLocation at, string name, string block, string? near, params IEnumerable<string> known) =>
        UnknownPropertyEntry.At(at, $"There is no '{name}' in {block}.{Suggestion.Ask(near)}", Suggestion.WriteWord(name, near, at, known));

    public static Diagnostic StrayParticle(SourceLocation at, string particle, string entry) =>
        UnknownPropertyEntry.At(at, $"'{particle}' does not stand by itself: it belongs to '{entry}'.");

    public static Diagnostic DuplicateProperty(SourceLocation at, string name, string firstLine) =>
        DuplicatePropertyEntry.At(at, $"'{name}' is already set on {firstLine}.");

    public static Diagnostic UnknownName(SourceLocation at, string name, string? near) =>
        UnknownNameEntry.At(at, $"There is nothing called '{name}'.{(near is null ? " A text is written in quotes." : Suggestion.Ask(near))}", Suggestion.Write(near, at));

    public static Diagnostic IncompleteName(SourceLocation at, string name, string parts) =>
        UnknownNameEntry.At(at, $"'{name}' alone has no value; write which part of it is meant: {parts}.");

    public static Diagnostic UnknownMember(SourceLocation at, string owner, string member, string known, string? near) =>
        UnknownMemberEntry.At(at, $"'{owner}' has no '{member}'; it has {known}.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic UnknownParam(SourceLocation at, string name, string? near) =>
        UnknownParamEntry.At(at, $"There is no param '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic UnknownFunction(SourceLocation at, string name, string? near) =>
        UnknownFunctionEntry.At(at, $"There is no function '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic DuplicateDeclaration(SourceLocation at, string kind, string name, string firstLine) =>
        DuplicateDeclarationEntry.At(at, $"The {kind} '{name}' is already declared on {firstLine}.");

    public static Diagnostic BadName(SourceLocation at, string name, string rule, string? better) =>
        BadNameEntry.At(at, $"'{name}' can't be a name here: {rule}.", Suggestion.Write(better, at));

    public static Diagnostic UnknownType(SourceLocation at, string name, string known, string? near) =>
        UnknownTypeEntry.At(at, $"There is no type '{name}'; there are {known}.{Suggestion.Ask(near)}", Suggestion.WriteWord(name, near, at, Suggestion.WordsOf(known)));

    public static Diagnostic Circular(SourceLocation at, string path) => CircularEntry.At(at, $"This value depends on itself: {path}.");

    public static Diagnostic UnknownKind(SourceLocation at, string what, string kind, string known, string? near) =>
        UnknownKindEntry.At(at, $"There is no {what} '{kind}'; there is {known}.{Suggestion.Ask(near)}", Suggestion.WriteWord(kind, near, at, Suggestion.WordsOf(known)));

    public static Diagnostic UnknownWord(SourceLocation at, string what, string found, string known, string? near) =>
        UnknownKindEntry.At(at, $"{what} is {known}, not '{found}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic MisspeltDeclaration(SourceLocation at, string kind, string declared, string used, string lines) =>
        MisspeltDeclarationEntry.At(at, $"Nothing uses the {kind} '{declared}', but '{used}' is used ({lines}) and not declared.{Suggestion.Ask(used)}", Suggestion.Write(used, at));

    public static Diagnostic MissingPort(SourceLocation at, string component, string environment) =>
        MissingPortEntry.At(at, $"The component '{component}' has no port in the environment '{environment}'.");

    public static Diagnostic MissingVersion(SourceLocation at, string owner) =>
        MissingVersionEntry.At(at, $"{owner} has no version; write version = \"…\" in the plan.");
}
