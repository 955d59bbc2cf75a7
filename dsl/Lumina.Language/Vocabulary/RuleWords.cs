using System.Collections.Immutable;
using Lumina.Language.Editing;
using static Lumina.Language.Vocabulary.EntryForm;
using static Lumina.Language.Vocabulary.EntryRule;
using static Lumina.Language.Vocabulary.PartForm;

namespace Lumina.Language.Vocabulary;

/// <summary>The words of rules: which declarations there are, and what may stand in which block.</summary>
internal static class RuleWords
{
    public const string Rule = "rule";
    public const string Waive = "waive";
    public const string Test = "test";
    public const string Applies = "applies";
    public const string When = "when";
    public const string Where = "where";
    public const string Deny = "deny";
    public const string Warn = "warn";
    public const string Require = "require";
    public const string Help = "help";
    public const string Description = "description";
    public const string Given = "given";
    public const string Expect = "expect";
    public const string In = "in";

    public static readonly ImmutableArray<string> Declarations = [Rule, Waive, Test];

    /// <summary>What a rule can be asked about.</summary>
    public static readonly ImmutableArray<string> Subjects = ["component", "change", "deployment", "environment", "step"];

    /// <summary>What a deployment is, in a test.</summary>
    public static readonly ImmutableArray<string> DeploymentKinds = ["apply", "rollback", "remove"];

    private static readonly PartRule AText = new(null, Texts, "a text in quotes") { IsSingle = true };

    private static readonly PartRule InEnvironments = new(In, Names, "the name of an environment") { Names = PlanSymbolKind.Environment };

    public static readonly BlockRule RuleBlock = new BlockRule(Rule,
    [
        new(Applies, Sentence)
        {
            Sentence = new([.. Subjects.Select(s => new SentenceKind(s, InEnvironments, new PartRule(Where, CSharp, "a condition in C#")))]) { Lead = "to" },
        },
        Plain(When, new PartRule(null, CSharp, "a condition in C#")),
        Plain(Deny, AText),
        Plain(Warn, AText),
        new(Require, Sentence)
        {
            Sentence = new(new SentenceKind("approval",
                new("from", Texts, "a text in quotes"), new("count", Value, "a number"), new("expires", Value, "a duration"), AText with { Particle = "because" })),
        },
        Plain(Help, AText),
        Plain(Description, AText),
    ]).Nest();

    public static readonly BlockRule DeploymentBlock = new("deployment",
        [.. Properties("id", "actor"), new("kind", Property) { OneOf = DeploymentKinds }, .. Properties("reason", "approved_by")]);

    // Blocks of their own: where a brace is missing in one of them, the words of a test end it.
    public static readonly BlockRule GivenComponentBlock = new(Words.Component, Words.ComponentBlock.Entries);

    public static readonly BlockRule GivenEnvironmentBlock = new(Words.Environment, Words.EnvironmentBlock.Entries);

    public static readonly BlockRule GivenPlanBlock = new(Words.Plan, Words.PlanBlock.Entries);

    private static readonly PartRule NewName = new(null, Names, "a name") { IsNeeded = true, IsSingle = true };

    public static readonly BlockRule TestBlock = new BlockRule(Test,
    [
        new(Given, Sentence)
        {
            Sentence = new(
                new("component", NewName, InEnvironments with { IsSingle = true }) { Body = GivenComponentBlock },
                new("running", NewName) { Body = GivenComponentBlock },
                new("environment", NewName) { Body = GivenEnvironmentBlock },
                new("plan", NewName) { Body = GivenPlanBlock },
                new("deployment") { Body = DeploymentBlock },
                new("clock", AText with { What = "a time in quotes", IsNeeded = true }),
                new("secrets", new PartRule("since", Texts, "a time in quotes") { IsSingle = true, IsNeeded = true }),
                new("step",
                    new(null, Value, "the number of the step") { IsNeeded = true }, new("of", Value, "the number of steps"),
                    new("of", Names, "the name of a component") { IsSingle = true },
                    new("weight", Value, "a percentage"), new("revision", Value, "a number"))),
        },
        new(Expect, Sentence)
        {
            Sentence = new(
                new("deny", AText), new("warn", AText), new("approval", AText, new("from", Texts, "a text in quotes")), new("nothing")),
        },
    ]).Nest();

    public static readonly EntryRule WaiveSentence = new(Waive, Sentence)
    {
        Sentence = new(new SentenceKind(null,
            new PartRule(null, Names, "the name of a rule") { IsNeeded = true, IsSingle = true, Names = PlanSymbolKind.Rule },
            new("for", Names, "the name of a component") { Second = "component", IsSingle = true },
            InEnvironments,
            new("until", Date, "a day such as 2027-01-31"), AText with { Particle = "because" }, AText with { Particle = "by" })),
    };

    /// <summary>Whether C# follows a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="beginsEntry">Whether an entry begins with it, so that it may be a misspelt one.</param>
    public static bool LeadsToCSharp(ReadOnlySpan<char> word, bool beginsEntry) =>
        word is When or Where
        || (beginsEntry && word.Length is > 2 and < 8 && RuleBlock.Find(word) is null && Diagnostics.Suggestion.Nearest(word.ToString(), RuleBlock.Words()) == When);

    private static EntryRule Plain(string word, PartRule part) =>
        new(word, EntryForm.Sentence) { Sentence = new(new SentenceKind(null, part with { IsNeeded = true })) };
}
