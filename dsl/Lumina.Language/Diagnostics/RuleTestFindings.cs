using System.Collections.Immutable;
using static Lumina.Language.Diagnostics.Severity;

namespace Lumina.Language.Diagnostics;

/// <summary>81xx: tests of rules.</summary>
internal static class RuleTestFindings
{
    private const string Rule = "rule pinned-images {\n  applies to component\n  deny \"Not like this.\"\n}\n";

    public static readonly DiagnosticEntry NoExpectationEntry = Of(8101, "test-without-expectation", Error,
        "A test that expects nothing, not even nothing",
        "A test says what the rule does with what is given: expect deny \"…\", expect warn \"…\", expect approval from \"…\" or expect nothing.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n}\n");

    public static readonly DiagnosticEntry ContradictionEntry = Of(8102, "contradicting-expectations", Error,
        "Expectations that can't all be met",
        "Where nothing is expected, nothing else can be.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n  expect nothing\n  expect deny\n}\n");

    public static readonly DiagnosticEntry NeverMetEntry = Of(8103, "expectation-never-met", Warning,
        "A rule that never does what is expected of it",
        "A rule has one effect, and this test expects another one, so it can't pass.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n  expect warn\n}\n");

    public static readonly DiagnosticEntry GivenTwiceEntry = Of(8104, "given-twice", Error,
        "The same is given twice",
        "A test has one plan, one environment, one deployment, one time and one step, and each component once as it is wanted and once as it runs.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n  given component web { image = \"web:2\" }\n  expect deny\n}\n");

    public static readonly DiagnosticEntry SeveralEnvironmentsEntry = Of(8105, "several-environments", Error,
        "A test in two environments",
        "A deployment goes to one environment, and so does a test. What is to be shown for another one is another test.",
        Rule + "test pinned-images {\n  given component web in production { image = \"web:1\" }\n  given component api in staging { image = \"api:2\" }\n  expect deny\n}\n");

    public static readonly DiagnosticEntry BadTimeEntry = Of(8106, "bad-time", Error,
        "Not a time",
        "A time is a day and an hour, with its distance from UTC: 2026-11-27T15:00:00+01:00. Without that it is in UTC.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n  given clock \"Friday\"\n  expect deny\n}\n");

    public static readonly DiagnosticEntry BadStepEntry = Of(8107, "bad-step", Error,
        "Not a step of a rollout",
        "A step says which it is, of how many, and of which of the given components: given step 2 of 4 of web weight 50%.",
        Rule + "test pinned-images {\n  given component web { image = \"web:1\" }\n  given step 3 of 2 of web\n  expect deny\n}\n");

    public static readonly DiagnosticEntry NothingToAskEntry = Of(8108, "nothing-to-ask-about", Warning,
        "A test in which the rule is asked about nothing",
        "A rule about components needs a given component, one about changes a component that is given or runs, one about steps a given step. Without it the rule can't fire.",
        "rule gentle {\n  applies to step\n  deny \"Not like this.\"\n}\ntest gentle {\n  given component web { image = \"web:1\" }\n  expect deny\n}\n");

    public static ImmutableArray<DiagnosticEntry> All =>
    [
        NoExpectationEntry, ContradictionEntry, NeverMetEntry, GivenTwiceEntry, SeveralEnvironmentsEntry, BadTimeEntry, BadStepEntry, NothingToAskEntry,
    ];

    private static DiagnosticEntry Of(int number, string name, Severity severity, string title, string explanation, string example) =>
        RuleFindings.Of(number, name, severity, title, explanation, example);

    public static Diagnostic NoExpectation(SourceLocation at) => NoExpectationEntry.At(at, "This test expects nothing of the rule: write expect deny \"…\", or expect nothing.");

    public static Diagnostic Contradiction(SourceLocation at) => ContradictionEntry.At(at, "Nothing is expected, and yet something is.");

    public static Diagnostic NeverMet(SourceLocation at, string rule, string effect) =>
        NeverMetEntry.At(at, $"The rule '{rule}' never does that: its effect is '{effect}'.");

    public static Diagnostic GivenTwice(SourceLocation at, string what, string line) => GivenTwiceEntry.At(at, $"{what} is already given on {line}.");

    public static Diagnostic SeveralEnvironments(SourceLocation at, string first) =>
        SeveralEnvironmentsEntry.At(at, $"This test is in the environment '{first}' already.");

    public static Diagnostic BadTime(SourceLocation at, string found) =>
        BadTimeEntry.At(at, $"'{found}' is no time; one is written as 2026-11-27T15:00:00+01:00.");

    public static Diagnostic BadStep(SourceLocation at, string why, string? near = null) =>
        BadStepEntry.At(at, $"This is no step: {why}.{Suggestion.Ask(near)}", Suggestion.Write(near, at));

    public static Diagnostic NothingToAsk(SourceLocation at, string rule, string what) =>
        NothingToAskEntry.At(at, $"The rule '{rule}' is about {what}, and none is given.");
}
