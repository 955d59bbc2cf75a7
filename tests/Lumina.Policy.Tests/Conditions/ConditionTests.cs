using Lumina.Language.Diagnostics;
using Lumina.Policy.Conditions;
using Lumina.Policy.Model;

namespace Lumina.Policy.Tests.Conditions;

public sealed class ConditionTests
{
    [Theory]
    // To the letter as the pages of the language have them.
    [InlineData("component.Image.Tag == \"latest\" || component.Image.Digest == null", true)]
    [InlineData("component.Strategy is canary", true)]
    [InlineData("component.Strategy.Steps.First().Weight > 10%", true)]
    [InlineData("clock.LocalNow(\"Europe/Berlin\").DayOfWeek == DayOfWeek.Friday", true)]
    // Percents and durations.
    [InlineData("component.Strategy.Steps.First().Weight == 25%", true)]
    [InlineData("component.Strategy.Steps.Last().Weight > 50.5%", false)]
    [InlineData("10% < component.Scale.Cpu && component.Scale.Cpu <= 70%", true)]
    [InlineData("component.Strategy.Steps.Max(s => s.Weight) > 50%", true)]
    [InlineData("component.Replicas % 2 == 1", true)]
    [InlineData("7 %2 == 1", true)]
    [InlineData("component.Strategy.Steps.Any(step => step.For == null)", true)]
    [InlineData("component.Strategy.Steps.First().For < Minutes(5)", true)]
    [InlineData("component.Health.StartWithin == Seconds(1.5)", true)]
    [InlineData("component.Resources.Memory == MiB(512) && component.Resources.Cpu < 1", true)]
    // Patterns.
    [InlineData("component.Strategy is canary c && c.Steps.Count == 2 && !c.Sticky", true)]
    [InlineData("component.Strategy is rolling { Batch: \"1\" } or recreate", false)]
    [InlineData("component.Strategy is not (blue_green or recreate)", true)]
    [InlineData("component is { Replicas: >= 2 and < 10, Image.Registry: \"ghcr.io\" }", true)]
    [InlineData("component.Target.Kind is \"docker\" or \"kubernetes\"", true)]
    [InlineData("component.Replicas switch { 0 => false, > 2 => true, _ => false }", true)]
    [InlineData("component.Image?.Tag?.StartsWith(\"lat\") == true", true)]
    [InlineData("(component.Port ?? 0) == 8080", true)]
    // Texts, lists, maps.
    [InlineData("component.Image.Registry.IsOneOf(\"docker.io\", \"ghcr.io\")", true)]
    [InlineData("component.Image.Text.Like(\"ghcr.io/*\")", true)]
    [InlineData("component.Config.ContainsKey(\"LOG_LEVEL\") && component.Config[\"LOG_LEVEL\"] == \"info\"", true)]
    [InlineData("component.Config.GetValueOrDefault(\"NONE\") == null", true)]
    [InlineData("component.Config.Any(entry => entry.Key.EndsWith(\"KEY\") || entry.Value.Contains(\"secret\"))", false)]
    [InlineData("component.Secrets.All(secret => secret.Kind == \"vault\" && secret.Version != null)", true)]
    [InlineData("plan.Components.Count(c => c.Port != null) == 2", true)]
    [InlineData("plan.Components.GroupBy(c => c.Port).All(ports => ports.Count() == 1)", true)]
    [InlineData("component.DependsOn.All(name => plan.Component(name) != null)", true)]
    [InlineData("plan.Components.OrderByDescending(c => c.Replicas).First().Name == \"web\"", true)]
    [InlineData("plan.Components.SelectMany(c => c.Secrets).Select(s => s.Name).Distinct().Count() == 1", true)]
    [InlineData("component.Name.All(char.IsLower)", true)]
    [InlineData("component.Image.Text.Split('/').Length == 3 && component.Image.Text.Split('/')[1] == \"lumina\"", true)]
    [InlineData("plan.Components.GroupBy(c => c.Target.Kind).Where(g => g.Count() == 1).SelectMany(g => g).Count() == 2", true)]
    [InlineData("plan.Components.Sum(a => plan.Components.Sum(b => plan.Components.Sum(c => c.Replicas))) == 16", true)]
    [InlineData("(component.Name + 1) == \"web1\" && $\"{component.Name}-{component.Replicas}\" == \"web-3\"", true)]
    // Changes, deployment, environment.
    [InlineData("change.Action == ChangeAction.Update && change.Changes(\"image\") && !change.Changes(\"config\")", true)]
    [InlineData("change.Before.Image.Tag == \"1.3\" && change.After == component", true)]
    [InlineData("deployment.Actor == \"anna\" && deployment.ApprovedBy.Count == 0 && deployment.Reason != null", true)]
    [InlineData("environment.Name == \"production\" && environment.Approval?.Count >= 2 && environment.Soak >= Hours(1)", true)]
    [InlineData("clock.Now.Hour >= 9 && clock.Now.TimeOfDay < Hours(17)", true)]
    [InlineData("nameof(component) == \"component\"", true)]
    [InlineData("true // as always", true)]
    [InlineData("/* 10% of */ true\n  && component.Name != \"10%\"\n", true)]
    public void Says_what_it_says(string condition, bool expected) => Assert.Equal(expected, Holds(condition));

    [Theory]
    [InlineData("component.Replcas > 3", "3:18 LUM8205 component has no 'Replcas'. Did you mean 'Replicas'?")]
    [InlineData("component.Image.Tga == \"\"", "3:24 LUM8205 component.Image has no 'Tga'. Did you mean 'Tag'?")]
    [InlineData("component.Image?.Tga == \"\"", "3:25 LUM8205 component.Image has no 'Tga'. Did you mean 'Tag'?")]
    [InlineData("component.Strategy is canary\n  && component.Strategy.Steps.Frist().Weight > 10%", "4:31 LUM8205 component.Strategy.Steps has no 'Frist'. Did you mean 'First'?")]
    [InlineData("componnet.Replicas > 3", "3:8 LUM8204 There is no 'componnet' here. Did you mean 'component'?")]
    [InlineData("component.Strategy is canery", "3:30 LUM8204 There is no 'canery' here. Did you mean 'canary'?")]
    [InlineData("plan.Components.Any(c => c.Prot == 80)", "3:35 LUM8205 c has no 'Prot'. Did you mean 'Port'?")]
    [InlineData("plan.Components.Any(c => c.Port == 80) && component.Nam == \"\"", "3:60 LUM8205 component has no 'Nam'. Did you mean 'Name'?")]
    [InlineData("step.Number > 1", "3:8 LUM8210 A rule that applies to component has no 'step'.")]
    [InlineData("component.Replicas", "3:8 LUM8209 A condition is true or false, and this is int.")]
    [InlineData("component.Image?.Tag.StartsWith(\"v\")", "3:8 LUM8209 A condition is true or false, and this is bool?. Write == true behind it.")]
    [InlineData("component.Replicas > \"3\"", "3:8 LUM8208 Operator '>' cannot be applied to operands of type 'int' and 'string'. (CS0019)")]
    [InlineData("component.Replicas >", "3:28 LUM8201 This is no C# expression: Invalid expression term ')'.")]
    [InlineData("component.Name.PadLeft(10) == \"\"", "3:23 LUM8206 A condition may not use string.PadLeft.")]
    [InlineData("component.Replicas = 3", "3:8 LUM8203 A condition can't have an assignment: it asks, and does nothing.")]
    [InlineData("(dynamic)component == null", "3:9 LUM8203 A condition can't have dynamic: it asks, and does nothing.")]
    public void What_is_wrong_is_told_where_it_stands(string condition, string expected)
    {
        var (_, problems) = new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("r", condition)));

        Assert.Equal([expected], problems.Select(RuleTexts.Show));
    }

    public static TheoryData<string> FoundByPolicy => [.. DiagnosticCatalogue.All.Where(e => e.FoundBy is FoundBy.Policy && e.Example.Contains("  when ", StringComparison.Ordinal)).Select(e => e.Code)];

    [Theory]
    [MemberData(nameof(FoundByPolicy))]
    public void An_entrys_example_provokes_it(string code)
    {
        var example = DiagnosticCatalogue.Find(code)!.Example;
        var start = example.IndexOf("  when ", StringComparison.Ordinal) + 7;
        var condition = example[start..example.IndexOf("\n  deny", StringComparison.Ordinal)];

        Assert.Equal([code], new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("r", condition))).Problems.Select(p => p.Code));
    }

    [Fact]
    public void A_slip_has_a_fix_at_its_own_offset()
    {
        var problem = Assert.Single(new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("r", "plan.Components.Any(c => c.Prot == 80)"))).Problems);

        Assert.Equal(("Port", 1027, 4), (problem.Fix?.Replacement, problem.Fix?.Start, problem.Fix?.Length));
    }

    [Fact]
    public void Every_rule_with_something_wrong_is_told_of_once()
    {
        var (_, problems) = new ConditionCompiler().Compile(RuleTexts.Set(
            RuleTexts.Rule("a", "component.Nam == component.Verison"), RuleTexts.Rule("b", "component.Name == \"\""), RuleTexts.Rule("c", "component.Replicas ="),
            RuleTexts.Rule("d", "component.Name.Normalize() == \"\"")));

        Assert.Equal(["LUM8201", "LUM8205", "LUM8206"], problems.Select(p => p.Code).Order());
    }

    [Theory]
    [InlineData("plan.Components.SelectMany(a => plan.Components).SelectMany(b => plan.Components).SelectMany(c => plan.Components).Count() > 1")]
    [InlineData("plan.Components.SelectMany(a => plan.Components.Skip(0)).SelectMany(b => plan.Components.Where(c => true)).SelectMany(b => plan.Components.Reverse()).OrderBy(c => c.Name).Last().Port == 1")]
    [InlineData("plan.Components.GroupBy(a => 1).SelectMany(g => g.SelectMany(a => g.SelectMany(b => g))).Count() > 1")]
    [InlineData("plan.Components.SelectMany(a => plan.Components.Select(b => a.Target.Kind + b.Target.Kind)).SelectMany(a => a).SelectMany(a => \"0123456789012345678901234567890123456789\").Count() > 1")]
    [InlineData("plan.Components.All(a => plan.Components.All(b => plan.Components.All(c => a.Name != \"\")))")]
    [InlineData("plan.Components.Select(a => a.Name + a.Name).Select(a => a + a + a + a + a + a + a + a).Select(a => a + a + a + a + a + a + a + a).Select(a => a + a + a + a + a + a + a + a).Select(a => a + a + a + a + a + a + a + a).Select(a => a + a + a + a + a + a + a + a).Any(a => a.Length == 1)")]
    public void What_runs_away_is_stopped(string condition)
    {
        var request = Requests.Of([.. Enumerable.Range(0, 200).Select(i => Requests.Core with { Name = $"c{i}" })]);

        Assert.Throws<RunawayException>(() => Holds(condition, request));
    }

    [Fact]
    public void Numbers_that_are_too_large_are_no_other_numbers() =>
        Assert.Throws<OverflowException>(() => Holds("component.Replicas * 2147483647 > 0"));

    private static bool Holds(string condition) =>
        Holds(condition, Requests.Between([Requests.Web with { Image = "ghcr.io/lumina/web:1.3" }, Requests.Core], [Requests.Web, Requests.Core]));

    private static bool Holds(string condition, PolicyRequest request)
    {
        var (rules, problems) = new ConditionCompiler().Compile(RuleTexts.Set(RuleTexts.Rule("r", condition)));
        Assert.Equal([], problems.Select(RuleTexts.Show));
        var model = PolicyModel.Of(request);
        var component = model.Plan.Components[^1];
        var asked = new Asked(model, "component") { Component = component, Change = model.Deployment.Changes.First(c => c.Component == component.Name) };
        return asked.Holds(Assert.Single(rules!.Rules).When!, new Guard(TimeProvider.System));
    }
}
