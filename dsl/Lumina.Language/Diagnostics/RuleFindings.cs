using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>80xx: rules and waivers.</summary>
internal static class RuleFindings
{
    private const string Deny = "  deny \"Not like this.\"\n";
    private const string Good = "rule pinned-images {\n  applies to component\n" + Deny + "}\n";

    public static readonly DiagnosticEntry NoSubjectEntry = Of(8001, "rule-without-subject", Error,
        "A rule that does not say what it is about",
        "A rule applies to component, change, deployment, environment or step: that is what it is asked about, and what its condition can speak of.",
        "rule pinned-images {\n" + Deny + "}\n");

    public static readonly DiagnosticEntry NoEffectEntry = Of(8002, "rule-without-effect", Error,
        "A rule from which nothing follows",
        "A rule has exactly one of deny \"…\", warn \"…\" and require approval from \"…\".",
        "rule pinned-images {\n  applies to component\n}\n");

    public static readonly DiagnosticEntry SeveralEffectsEntry = Of(8003, "several-effects", Error,
        "A rule with two effects",
        "One rule does one thing: it denies, it warns, or it requires an approval. What is to warn first and deny later is made of two rules with different conditions.",
        "rule pinned-images {\n  applies to component\n  warn \"Better not.\"\n" + Deny + "}\n");

    public static readonly DiagnosticEntry TooLongEntry = Of(8004, "condition-too-long", Error,
        "A piece of C# that is too long",
        "A condition, and what stands between ${ and } in a message, has at most 10,000 characters. What is longer is several rules.",
        "");

    public static readonly DiagnosticEntry NoApproversEntry = Of(8005, "approval-from-nobody", Error,
        "An approval without those who give it",
        "An approval says whose it is: require approval from \"release-managers\".",
        "rule careful {\n  applies to deployment\n  require approval count 2\n}\n");

    public static readonly DiagnosticEntry TextWithHolesEntry = Of(8006, "text-with-holes", Error,
        "A text with ${…} where nothing is filled in",
        "Only what deny, warn and require approval … because say has ${…} in it. A dollar sign itself is written \\$ before a brace.",
        "rule pinned-images {\n  applies to component\n" + Deny + "  help \"docs/${component.Name}.md\"\n}\n");

    public static readonly DiagnosticEntry EmptyTextEntry = Of(8007, "empty-text", Error,
        "A text that says nothing",
        "What a rule says when it fires, the reason of a waiver and those who answer for it are read by people, so they can't be empty.",
        "rule pinned-images {\n  applies to component\n  deny \"\"\n}\n");

    public static readonly DiagnosticEntry UnknownRuleEntry = Of(8008, "unknown-rule", Error,
        "There is no such rule",
        "A waiver and a test name a rule of the same set: of any of the files that are read together.",
        Good + "waive pined-images until 2027-01-31 because \"It is replaced soon.\" by \"anna\"\n");

    public static readonly DiagnosticEntry WaiverLacksEntry = Of(8009, "incomplete-waiver", Error,
        "A waiver that does not say why, by whom or until when",
        "A waiver passes a rule over for a while, and people will ask why: waive RULE until 2027-01-31 because \"the reason\" by \"the one who answers for it\".",
        Good + "waive pinned-images until 2027-01-31 by \"anna\"\n");

    public static readonly DiagnosticEntry BadDateEntry = Of(8010, "bad-date", Error,
        "Not a day",
        "A day is written as year, month and day: 2027-01-31.",
        Good + "waive pinned-images until 2027-02-31 because \"It is replaced soon.\" by \"anna\"\n");

    public static readonly DiagnosticEntry WaiverNeverHoldsEntry = Of(8011, "waiver-that-never-holds", Warning,
        "A waiver for something that the rule is not asked about",
        "A rule about deployments or environments is asked about no component, and one for some environments about no others; so a waiver for those waives nothing.",
        "rule careful {\n  applies to deployment\n" + Deny + "}\nwaive careful for component web until 2027-01-31 because \"It is replaced soon.\" by \"anna\"\n");

    public static readonly DiagnosticEntry TooManyEntry = Of(8012, "too-many-rules", Error,
        "Too many files, rules or characters",
        "A set may have 1,000 files, 100,000 rules, waivers and tests, and as many characters as one plan may have.",
        "");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        NoSubjectEntry, NoEffectEntry, SeveralEffectsEntry, TooLongEntry, NoApproversEntry, TextWithHolesEntry, EmptyTextEntry, UnknownRuleEntry,
        WaiverLacksEntry, BadDateEntry, WaiverNeverHoldsEntry, TooManyEntry,
    ];

    internal static DiagnosticEntry Of(int number, string name, Severity severity, string title, string explanation, string example) =>
        new(number, name, severity, title, explanation, example) { FoundBy = FoundBy.Rules };

    public static Diagnostic UnknownKind(SourceLocation at, string word, string found, string known, string? near, IEnumerable<string> words) =>
        NameFindings.UnknownKindEntry.At(at, $"Expected {known} after '{word}', found '{found}'.{Suggestion.Ask(near)}", Suggestion.WriteWord(found, near, at, words));

    public static Diagnostic NoSubject(SourceLocation at, string rule) =>
        NoSubjectEntry.At(at, $"The rule '{rule}' does not say what it is about: write applies to component, change, deployment, environment or step.");

    public static Diagnostic NoEffect(SourceLocation at, string rule) =>
        NoEffectEntry.At(at, $"Nothing follows when the rule '{rule}' fires: write deny \"…\", warn \"…\" or require approval from \"…\".");

    public static Diagnostic SeveralEffects(SourceLocation at, string first, string line) =>
        SeveralEffectsEntry.At(at, $"A rule has one effect, and '{first}' on {line} is it.");

    public static Diagnostic TooLong(SourceLocation at, int limit) => TooLongEntry.At(at, $"A piece of C# has at most {limit} characters.");

    public static Diagnostic NoApprovers(SourceLocation at) => NoApproversEntry.At(at, "An approval needs those who give it: write from \"…\".");

    public static Diagnostic TextWithHoles(SourceLocation at) => TextWithHolesEntry.At(at, "Nothing is filled in here: this text can't have ${…} in it.");

    public static Diagnostic EmptyText(SourceLocation at, string what) => EmptyTextEntry.At(at, $"{what} can't be empty.");

    public static Diagnostic UnknownRule(SourceLocation at, string name, string? near) =>
        UnknownRuleEntry.At(at, $"There is no rule '{name}'.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic WaiverLacks(SourceLocation at, string what, string write) => WaiverLacksEntry.At(at, $"This waiver does not say {what}: write {write}.");

    public static Diagnostic BadDate(SourceLocation at, string found) => BadDateEntry.At(at, $"'{found}' is no day; one is written as 2027-01-31.");

    public static Diagnostic WaiverNeverHolds(SourceLocation at, string rule, string what) =>
        WaiverNeverHoldsEntry.At(at, $"The rule '{rule}' is not asked about {what}, so this waives nothing.");

    public static Diagnostic TooMany(SourceLocation at, string what) => TooManyEntry.At(at, $"The set is too large: at most {what}.");
}
