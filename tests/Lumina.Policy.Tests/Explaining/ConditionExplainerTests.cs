using Lumina.Language.Rules;
using Lumina.Policy.Explaining;

namespace Lumina.Policy.Tests.Explaining;

public sealed class ConditionExplainerTests
{
    // From the document, as it is kept with a deployment.
    private static readonly Policy.Model.PolicyModel Model = InputDocument.Read(InputDocument.Write(Requests.Of(Requests.Web, Requests.Core)).Json.Span);

    [Fact]
    public void Each_part_is_shown_with_its_value() => Assert.Equal(
        [
            "true  component.Image.Tag == \"latest\" || component.Image.Digest == null",
            "true    component.Image.Tag == \"latest\"",
            "\"latest\"      component.Image.Tag",
            "ghcr.io/lumina/web:latest        component.Image",
            "-    component.Image.Digest == null",
            "-      component.Image.Digest",
            "-        component.Image",
        ],
        When("component.Image.Tag == \"latest\" || component.Image.Digest == null"));

    [Fact]
    public void What_is_called_again_and_again_is_shown_as_a_whole() => Assert.Equal(
        [
            "true  component.Strategy.Steps.Any(s => s.Weight > 50%) && plan.Components.Count == 2 && Minutes(5) > Seconds(component.Replicas)",
            "true    component.Strategy.Steps.Any(s => s.Weight > 50%) && plan.Components.Count == 2",
            "true      component.Strategy.Steps.Any(s => s.Weight > 50%)",
            "25%, 50.5%        component.Strategy.Steps",
            "canary          component.Strategy",
            "true      plan.Components.Count == 2",
            "2        plan.Components.Count",
            "core, web          plan.Components",
            "true    Minutes(5) > Seconds(component.Replicas)",
            "5m      Minutes(5)",
            "3s      Seconds(component.Replicas)",
            "3        component.Replicas",
        ],
        When("component.Strategy.Steps.Any(s => s.Weight > 50%)\n  && plan.Components.Count == 2\n  && Minutes(5) > Seconds(component.Replicas)"));

    [Theory]
    [InlineData("component.Strategy is canary c && c.Steps.Count == 2", "true true true")]
    [InlineData("component.Strategy is canary c && c.Steps.Count == 3", "false true false")]
    [InlineData("component.Strategy is rolling c && c.Batch == \"2\"", "false false -")]
    [InlineData("(component.Strategy is rolling c && c.Batch == \"2\") || component.Replicas == 3", "true false false - true")]
    public void A_pattern_with_a_variable_is_told_by_what_was_evaluated_behind_it(string condition, string values)
    {
        var lines = When(condition).Where(line => line.Contains("==", StringComparison.Ordinal) || line.Contains(" is ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToArray();

        Assert.StartsWith(values, string.Join(' ', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_those_of_the_file()
    {
        var parts = Explain(RuleTexts.Rule("r", "component.Replicas > 2\n  && component.Port == 80")).When!.Parts;

        Assert.Equal((4, 6, 1028, 20), parts.Where(p => p.Text == "component.Port == 80").Select(p => (p.Location.Line, p.Location.Column, p.Location.Start, p.Location.Length)).Single());
    }

    [Fact]
    public void A_when_whose_where_says_no_is_not_evaluated()
    {
        var explained = Explain(RuleTexts.Rule("r", "component.Replicas > 2", where: "component.Strategy is rolling"));

        Assert.Equal((false, false, null), (explained.Fires, explained.Where!.Value, explained.When));
    }

    [Fact]
    public void A_failure_is_shown_with_what_was_evaluated_before_it()
    {
        var explained = Explain(RuleTexts.Rule("r", "component.Replicas == 1 && component.Scale.Max > 2"), "component core");

        Assert.Null(explained.Fires);
        Assert.Contains("something that its condition asks for is not there", explained.When!.Failure, StringComparison.Ordinal);
        Assert.Equal(["-", "true", "1", "-", "-", "nothing"], explained.When.Parts.Select(p => p.Value ?? "-"));
    }

    [Fact]
    public void A_rule_that_is_not_asked_about_a_subject_is_not_explained() =>
        Assert.Null(new ConditionExplainer(TimeProvider.System, TimeSpan.FromMinutes(1)).Explain(RuleTexts.Rule("r", null, subject: RuleSubject.Deployment), Model, "component web"));

    private static string[] When(string condition) =>
        [.. Explain(RuleTexts.Rule("r", condition)).When!.Parts.Select(part => (part.Value ?? "-") + new string(' ', 2 + (2 * part.Depth)) + part.Text)];

    private static ExplainedRule Explain(RuleSpec rule, string subject = "component web") =>
        new ConditionExplainer(TimeProvider.System, TimeSpan.FromMinutes(1)).Explain(rule, Model, subject)!;
}
