using Lumina.Language.Editing;
using Lumina.Language.Rules;
using Lumina.Policy.Editing;

namespace Lumina.Policy.Tests.Editing;

/// <summary>The C# in rules as an editor has it.</summary>
public sealed class CSharpCheckerTests
{
    private const string Rules = """
        rule pinned {
          applies to component
          when    component.Image.Tga == "latest"
          deny    "${component.Nmae} is wrong, ${component.Image} isn't."
        }

        rule few {
          applies to component
          when    component.Replicas < 2
          warn    "Few."
        }

        """;

    private readonly CSharpChecker _checker = new();

    [Fact]
    public void What_is_wrong_is_found_at_its_place_in_the_document()
    {
        var document = new PlanDocument("/p/a.rules", Rules);
        var project = PlanProject.OfRules([document], csharp: _checker);

        Assert.Equal(
            ["3:27 LUM8205", "4:24 LUM8205"],
            project.FindingsIn(document).Select(finding => $"{finding.Location.Line}:{finding.Location.Column} {finding.Code}"));
    }

    [Fact]
    public void While_somebody_types_only_what_is_new_or_wrong_is_compiled_again()
    {
        _checker.Check(Set(Rules));
        Assert.Equal(4, _checker.Compiled);

        var typed = Set(Rules.Replace("Replicas <", "Replcas <", StringComparison.Ordinal).Replace("Tga", "Tag", StringComparison.Ordinal));
        Assert.Equal(2, _checker.Check(typed).Length);
        Assert.Equal(7, _checker.Compiled);

        _checker.Check(typed);
        Assert.Equal(7, _checker.Compiled);
    }

    [Fact]
    public void What_is_good_stays_good_wherever_it_stands_and_what_is_wrong_stays_wrong()
    {
        Assert.Empty(_checker.Check(Set("rule a { applies to component  when component.Replicas < 2  warn \"x\" }")));

        // The same words, about another subject.
        var found = Assert.Single(_checker.Check(Set("rule a { applies to deployment  when component.Replicas < 2  warn \"x\" }")));
        Assert.Contains("component", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component.|", "Replicas", "ToString")]
    [InlineData("component.Im|", "Image", "GetType")]
    [InlineData("component.Image?.|", "Tag", "Parse")]
    [InlineData("component.Image.| == \"x\"", "Registry", "Replicas")]
    [InlineData("component.Strategy.Steps.|", "First", "Append")]
    [InlineData("component.Strategy.Steps.Any(step => step.|)", "Weight", "Name")]
    [InlineData("component.Strategy.Steps.Any(step => |)", "step", "deployment2")]
    [InlineData("change.Action == ChangeAction.|", "Remove", "Parse")]
    [InlineData("|", "component", "step")]
    [InlineData("component.Replicas > 10% && |", "Minutes", "System")]
    [InlineData("component.Strategy is |", "canary", "CanaryView")]
    [InlineData("deployment.Reason.|", "Contains", "Normalize")]
    public void What_can_stand_at_the_caret_is_proposed_and_nothing_else(string marked, string there, string notThere)
    {
        var offset = marked.IndexOf('|', StringComparison.Ordinal);

        var labels = _checker.Complete(RuleSubject.Component, marked.Remove(offset, 1), offset).Select(item => item.Label).ToList();

        Assert.Contains(there, labels);
        Assert.DoesNotContain(notThere, labels);
        Assert.Equal(labels.Distinct(), labels);
    }

    [Fact]
    public void Behind_something_unknown_and_in_texts_nothing_is_proposed()
    {
        Assert.Empty(_checker.Complete(RuleSubject.Component, "nobody.", 7));
        Assert.Empty(_checker.Complete(RuleSubject.Component, "component.Name == \"a.\"", 20));
        Assert.Empty(_checker.Complete(RuleSubject.Component, "System.", 7));
    }

    [Theory]
    [InlineData("component.Repl|icas > 2", "int ComponentView.Replicas")]
    [InlineData("compo|nent.Replicas > 2", "ComponentView")]
    [InlineData("component.Strategy.Steps.Fi|rst().Weight > 10%", "CanaryStepView")]
    [InlineData("component.GetTy|pe()", null)]
    [InlineData("component.Nobo|dy", null)]
    [InlineData("component |  ", null)]
    public void A_word_tells_its_type(string marked, string? type)
    {
        var offset = marked.IndexOf('|', StringComparison.Ordinal);

        var known = _checker.Describe(RuleSubject.Component, marked.Remove(offset, 1), offset);

        if (type is null) Assert.Null(known);
        else Assert.Contains(type, known, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(")))((( /* ")]
    [InlineData("\"unended")]
    [InlineData("component.Replicas > 1) || (true")]
    [InlineData("#if x")]
    [InlineData("class X { }")]
    [InlineData("1; } } public class Y {")]
    [InlineData("x => x => x => x")]
    public void Any_text_is_borne(string text)
    {
        var rule = RuleTexts.Rule("a", text);

        Assert.NotEmpty(_checker.Check(RuleTexts.Set(rule)));
        for (var offset = 0; offset <= text.Length; offset++)
        {
            _checker.Complete(RuleSubject.Component, text, offset);
            _checker.Describe(RuleSubject.Component, text, offset);
        }
    }

    private static RuleSet Set(string text)
    {
        var compiled = RuleCompiler.Compile([new RuleFile("/p/a.rules", text)]);
        Assert.Empty(compiled.Diagnostics.Select(RuleTexts.Show));
        return compiled.Rules;
    }
}
