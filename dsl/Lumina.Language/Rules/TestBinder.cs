using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Rules;

/// <summary>From a <c>test</c> to what it gives and expects.</summary>
internal sealed class TestBinder(RuleText text, KnownRules rules)
{
    private DiagnosticBag Diagnostics => text.Diagnostics;

    /// <summary>The test; null when its rule is not known.</summary>
    public RuleTestSpec? Bind(TestSyntax syntax)
    {
        var isKnown = rules.Check(syntax.Rule, text);
        var given = new GivenBinder(text).Bind(syntax);
        var (expectations, hasUnknown) = Expectations(syntax);
        var name = text.NameOf(syntax.Rule);
        var test = new RuleTestSpec
        {
            Rule = name,
            Title = syntax.Title is { } title ? text.PlainText(title, "What a test shows") : null,
            Plan = given.Plan,
            Running = given.Running,
            Deployment = given.Deployment,
            Now = given.Now,
            Step = given.Step,
            Expectations = expectations,
            Location = text.Locate(syntax.Rule),
        };
        if (expectations.IsEmpty && !hasUnknown)
            Diagnostics.Add(RuleTestFindings.NoExpectation(test.Location));
        if (rules.Find(name) is { } rule)
            CheckAgainst(rule, test, given.HasUnknown || hasUnknown);
        return isKnown ? test : null;
    }

    private (ImmutableArray<RuleExpectation>, bool HasUnknown) Expectations(TestSyntax syntax)
    {
        var expectations = ImmutableArray.CreateBuilder<RuleExpectation>();
        foreach (var sentence in syntax.Body.Statements.OfType<SentenceSyntax>().Where(s => s.Word == RuleWords.Expect))
        {
            var outcome = sentence.Kind switch
            {
                RuleWords.Deny => ExpectedOutcome.Deny,
                RuleWords.Warn => ExpectedOutcome.Warn,
                "approval" => ExpectedOutcome.RequireApproval,
                _ => ExpectedOutcome.Nothing,
            };
            var at = text.Source.Locate(sentence.Span);
            var from = sentence.Part("from") is { } people ? text.PlainTexts(people, "The name of a group") ?? [] : [];
            if (expectations.Any(e => e.Outcome == ExpectedOutcome.Nothing || outcome == ExpectedOutcome.Nothing))
                Diagnostics.Add(RuleTestFindings.Contradiction(at));
            expectations.Add(new RuleExpectation(outcome, text.PlainText(sentence.Part(null), "An expected message"), from, at));
        }
        return (expectations.ToImmutable(), syntax.Body.Statements.Any(s => s is SkippedStatementSyntax));
    }

    private void CheckAgainst(RuleSpec rule, RuleTestSpec test, bool hasUnknown)
    {
        var (effect, word) = rule.Effect switch
        {
            RuleEffect.Deny => (ExpectedOutcome.Deny, RuleWords.Deny),
            RuleEffect.Warn => (ExpectedOutcome.Warn, RuleWords.Warn),
            _ => (ExpectedOutcome.RequireApproval, "require approval"),
        };
        foreach (var expected in test.Expectations.Where(e => e.Outcome != ExpectedOutcome.Nothing && e.Outcome != effect))
            Diagnostics.Add(RuleTestFindings.NeverMet(expected.Location, rule.Name, word));
        var what = rule.Subject switch
        {
            RuleSubject.Component when test.Plan.Components.IsEmpty => "components",
            RuleSubject.Change when test.Plan.Components.IsEmpty && test.Running.IsEmpty => "changes",
            RuleSubject.Step when test.Step is null => "steps",
            _ => null,
        };
        if (what is not null && !hasUnknown)
            Diagnostics.Add(RuleTestFindings.NothingToAsk(test.Location, rule.Name, what));
    }
}
