using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>82xx: the C# conditions of rules, and the folders that rules are in. Found by Policy, which compiles and reads them.</summary>
public static class ConditionFindings
{
    internal static readonly DiagnosticEntry SyntaxEntry = Condition(8201, "condition-syntax",
        "A condition that is no C# expression",
        "What stands behind where and when, and in the holes of a message, is one expression of C#, without a semicolon.",
        "component.Replicas >");

    internal static readonly DiagnosticEntry TooLongEntry = Condition(8202, "condition-too-large",
        "A condition that is too long or too deep",
        "A condition has at most 4,000 characters and 100 levels of nesting. Make several rules of it.",
        "");

    internal static readonly DiagnosticEntry ConstructEntry = Condition(8203, "condition-construct",
        "Something that a condition can't have",
        "A condition asks and does nothing: it has no statements, assignments, new objects, types as values, casts to other worlds, nor variables of its own, except those of a pattern.",
        "new object() != null");

    internal static readonly DiagnosticEntry UnknownNameEntry = Condition(8204, "condition-unknown-name",
        "No such name",
        "A condition knows the variables plan, environment, deployment and clock, by the kind of rule also component, change and step, and the words that docs/policy/input.md lists.",
        "componnet.Replicas > 3");

    internal static readonly DiagnosticEntry UnknownMemberEntry = Condition(8205, "condition-unknown-member",
        "No such member",
        "What a variable has is in docs/policy/input.md.",
        "component.Replcas > 3");

    internal static readonly DiagnosticEntry ForbiddenMemberEntry = Condition(8206, "condition-forbidden-member",
        "A member that conditions may not use",
        "Conditions use the members of what rules see, and those of texts, numbers, times and lists that are on a list: none that read or write the outside, run for ever or make something huge.",
        "System.Environment.MachineName == \"web\"");

    internal static readonly DiagnosticEntry ForbiddenTypeEntry = Condition(8207, "condition-forbidden-type",
        "A type that conditions may not use",
        "Conditions use what rules see, and texts, numbers, times and lists.",
        "((System.IConvertible)component.Replicas) == null");

    internal static readonly DiagnosticEntry TypesEntry = Condition(8208, "condition-types",
        "Types that don't go together",
        "What the C# compiler has found wrong in a condition.",
        "component.Replicas > \"3\"");

    internal static readonly DiagnosticEntry NotBooleanEntry = Condition(8209, "condition-not-true-or-false",
        "A condition that is neither true nor false",
        "What stands behind where and when is a bool. Where it may be missing, as behind ?., write == true.",
        "component.Replicas");

    internal static readonly DiagnosticEntry NotForSubjectEntry = Condition(8210, "condition-not-for-subject",
        "A variable that this kind of rule doesn't have",
        "Rules about components have component and change, those about changes too, those about steps step besides; those about the deployment and the environment have none of them: there is plan.Components and deployment.Changes.",
        "step.Number > 1");

    internal static readonly DiagnosticEntry DirectiveEntry = Condition(8211, "condition-directive",
        "A line that begins with #",
        "There are no directives in a condition: nothing is loaded, referred to or left out.",
        "true\n#load \"other.csx\"\n");

    internal static readonly DiagnosticEntry OperationEntry = Condition(8212, "condition-operation",
        "An operation that conditions may not use",
        "The expression does something behind its text, such as a conversion to another type, that is not on the list.",
        "component.DependsOn.Select(plan.Component).Any(other => other == null)");

    internal static readonly DiagnosticEntry UnreadableEntry = Condition(8220, "rules-unreadable",
        "Rules that can't be read",
        "A folder of rules is not there, has no .rules files, is too large, or a file of it can't be read as UTF-8. The last good rules stay in force; a host that never had any denies everything.",
        "");

    internal static ImmutableArray<DiagnosticEntry> All =>
    [
        SyntaxEntry, TooLongEntry, ConstructEntry, UnknownNameEntry, UnknownMemberEntry, ForbiddenMemberEntry, ForbiddenTypeEntry, TypesEntry,
        NotBooleanEntry, NotForSubjectEntry, DirectiveEntry, OperationEntry, UnreadableEntry,
    ];

    public static Diagnostic Syntax(SourceLocation at, string message) => SyntaxEntry.At(at, $"This is no C# expression: {message}");

    public static Diagnostic TooLong(SourceLocation at, string what) => TooLongEntry.At(at, $"The condition {what}. Make several rules of it.");

    /// <param name="at">Where.</param>
    /// <param name="what">What it is, with its article: <c>an assignment</c>.</param>
    public static Diagnostic Construct(SourceLocation at, string what) => ConstructEntry.At(at, $"A condition can't have {what}: it asks, and does nothing.");

    public static Diagnostic UnknownName(SourceLocation at, string name, string? near) =>
        UnknownNameEntry.At(at, $"There is no '{name}' here.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    /// <param name="at">Where the member's name stands.</param>
    /// <param name="owner">What it was looked for in.</param>
    /// <param name="name">The name.</param>
    /// <param name="near">The nearest that there is.</param>
    /// <param name="members">What there is.</param>
    public static Diagnostic UnknownMember(SourceLocation at, string owner, string name, string? near, IReadOnlyCollection<string> members) =>
        UnknownMemberEntry.At(
            at,
            $"{owner} has no '{name}'." + (near is null && members.Count is > 0 and <= 12 ? $" It has {string.Join(", ", members)}." : Suggestion.Ask(near)),
            Suggestion.Write(near, at));

    public static Diagnostic ForbiddenMember(SourceLocation at, string member) => ForbiddenMemberEntry.At(at, $"A condition may not use {member}.");

    public static Diagnostic ForbiddenType(SourceLocation at, string type) => ForbiddenTypeEntry.At(at, $"A condition may not use the type {type}.");

    public static Diagnostic Types(SourceLocation at, string code, string message) => TypesEntry.At(at, $"{message} ({code})");

    public static Diagnostic NotBoolean(SourceLocation at, string type) =>
        NotBooleanEntry.At(at, $"A condition is true or false, and this is {type}." + (type is "bool?" ? " Write == true behind it." : ""));

    public static Diagnostic NotForSubject(SourceLocation at, string name, string subject) =>
        NotForSubjectEntry.At(at, $"A rule that applies to {subject} has no '{name}'.");

    public static Diagnostic Directive(SourceLocation at) => DirectiveEntry.At(at, "A line of a condition can't begin with #.");

    public static Diagnostic Operation(SourceLocation at, string what) => OperationEntry.At(at, $"A condition may not use {what}.");

    public static Diagnostic Unreadable(SourceLocation at, string message) => UnreadableEntry.At(at, message);

    private static DiagnosticEntry Condition(int number, string name, string title, string explanation, string condition) => new(
        number, name, Error, title, explanation,
        condition.Length is 0 ? "" : $"rule example {{\n  applies to component\n  when {condition}\n  deny \"No.\"\n}}\n")
    { FoundBy = FoundBy.Policy };
}
