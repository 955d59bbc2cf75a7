using Lumina.Language.Rules;

namespace Lumina.Language.Tests.Rules;

public sealed class RuleCompilerTests
{
    /// <summary>The samples of the design, to the letter.</summary>
    private const string Samples = """
        rule pinned-images {
          applies to component in production
          when    component.Image.Tag == "latest" || component.Image.Digest == null
          deny    "${component.Name} runs ${component.Image}: name a version, or better a digest."
          help    "docs/rules/pinned-images.md"
        }

        rule small-steps {
          applies to component where component.Strategy is canary
          when    component.Strategy.Steps.First().Weight > 10%
          warn    "The first step of ${component.Name} takes ${component.Strategy.Steps.First().Weight} of the traffic."
        }

        rule no-friday-production {
          applies to deployment in production
          when    clock.LocalNow("Europe/Berlin").DayOfWeek == DayOfWeek.Friday
          require approval from "release-managers"
        }

        test pinned-images {
          given component web in production { image = "web:latest" }
          expect deny "name a version"
        }

        """;

    [Fact]
    public void The_samples_of_the_design_are_understood()
    {
        var compilation = Ruled.From(Samples);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(["no-friday-production", "pinned-images", "small-steps"], compilation.Rules.Rules.Select(r => r.Name));
        var pinned = compilation.Rules.Rules[1];
        Assert.Equal((RuleSubject.Component, RuleEffect.Deny), (pinned.Subject, pinned.Effect));
        Assert.Equal(["production"], pinned.Environments);
        Assert.Equal("component.Image.Tag == \"latest\" || component.Image.Digest == null", pinned.When!.Text);
        Assert.Equal(["component.Name", " runs ", "component.Image", ": name a version, or better a digest."], pinned.Message.Parts.Select(p => p.Hole?.Text ?? p.Text));
        Assert.Equal("docs/rules/pinned-images.md", pinned.Help);
        var small = compilation.Rules.Rules[2];
        Assert.Equal("component.Strategy is canary", small.Where!.Text);
        Assert.Equal("component.Strategy.Steps.First().Weight > 10%", small.When!.Text);
        Assert.Equal(["release-managers"], compilation.Rules.Rules[0].Approval!.From);
        var test = Assert.Single(compilation.Tests);
        Assert.Equal(("pinned-images", "production"), (test.Rule, test.Plan.Environment.Name));
        Assert.Equal("web:latest", Assert.Single(test.Plan.Components).Image);
        Assert.Equal((ExpectedOutcome.Deny, "name a version"), (Assert.Single(test.Expectations).Outcome, test.Expectations[0].Message));
    }

    [Theory]
    [InlineData("applies to change in production, staging where change.Kind == \"update\"")]
    [InlineData("applies to change where change.Kind == \"update\" in production, staging")]
    [InlineData("applies to change where (from c in plan.Components select c).Any() in staging, production")]
    [InlineData("applies to change\n    where change.Before == null\n    in staging, production")]
    public void Where_and_in_come_in_any_order(string applies)
    {
        var rule = Ruled.One($"rule r {{\n  {applies}\n  deny \"No.\"\n}}\n");
        Assert.Equal(["production", "staging"], rule.Environments);
        Assert.NotNull(rule.Where);
        Assert.DoesNotContain("production", rule.Where.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_says_whose_how_many_and_until_when()
    {
        var rule = Ruled.One("rule r {\n  applies to deployment\n  require approval from \"a\", \"b\" count 2 expires 4h because \"It is ${clock.Now}.\"\n}\n");
        Assert.Equal(["a", "b"], rule.Approval!.From);
        Assert.Equal((2, TimeSpan.FromHours(4)), (rule.Approval.Count, rule.Approval.Expires));
        Assert.Equal(["It is ", "clock.Now", "."], rule.Message.Parts.Select(p => p.Hole?.Text ?? p.Text));
    }

    [Fact]
    public void An_approval_without_a_reason_says_whose_it_is() => Assert.Equal(
        "The rule 'r' requires an approval from a, b or c.",
        Assert.Single(Ruled.One("rule r {\n  applies to deployment\n  require approval from \"a\", \"b\", \"c\"\n}\n").Message.Parts).Text);

    [Fact]
    public void A_rule_goes_on_one_line()
    {
        var rule = Ruled.One("rule r { applies to step in production where step.Number == 1 when step.Weight > 10% deny \"${step.Weight}\" help \"x\" description \"y\" }");
        Assert.Equal(("step.Number == 1", "step.Weight > 10%", "x", "y"), (rule.Where!.Text, rule.When!.Text, rule.Help, rule.Description));
    }

    [Fact]
    public void A_waiver_says_for_what_until_when_why_and_by_whom()
    {
        var set = Ruled.Set("""
            rule r {
              applies to component
              deny "No."
            }
            waive r for component web in staging, production until 2027-01-31 because "The new one comes." by "anna"
            waive r
              because "Everybody does."
              until   "2026-12-24"
              by      "ben"

            """);
        Assert.Equal(2, set.Waivers.Length);
        var (first, second) = (set.Waivers[0], set.Waivers[1]);
        Assert.Equal(("r", "web", new DateOnly(2027, 1, 31), "The new one comes.", "anna"), (first.Rule, first.Component, first.Until, first.Reason, first.By));
        Assert.Equal(["production", "staging"], first.Environments);
        Assert.Equal((null, new DateOnly(2026, 12, 24), "ben"), (second.Component, second.Until, second.By));
        Assert.Empty(second.Environments);
    }

    [Fact]
    public void Rules_waivers_and_tests_may_stand_in_several_files()
    {
        var compilation = Ruled.From(
            ("tests/web.rules", "test r {\n  given component web { image = \"a\" }\n  expect deny\n}\n"),
            ("waivers.rules", "waive r until 2027-01-31 because \"x\" by \"y\"\n"),
            ("rules.rules", "rule r {\n  applies to component\n  deny \"No.\"\n}\n"));
        Assert.Empty(compilation.Diagnostics);
        Assert.Single(compilation.Rules.Waivers);
        Assert.Equal("tests/web.rules", Assert.Single(compilation.Tests).Location.File);
        Assert.StartsWith("waive", compilation.TextOf("waivers.rules"), StringComparison.Ordinal);
        Assert.Null(compilation.TextOf("other.rules"));
    }

    [Fact]
    public void A_name_that_two_files_declare_is_reported_with_the_place_of_the_first()
    {
        const string rule = "rule r {\n  applies to component\n  deny \"No.\"\n}\n";
        var found = Assert.Single(Ruled.From(("a.rules", rule), ("b.rules", rule)).Diagnostics);
        Assert.Equal(("b.rules", "The rule 'r' is already declared on line 1 of a.rules."), (found.Location.File, found.Message));
    }

    [Fact]
    public void What_a_file_that_cannot_be_read_may_declare_is_not_missing()
    {
        var compilation = Ruled.From(("a.rules", "rule r \0"), ("b.rules", "waive r until 2027-01-31 because \"x\" by \"y\"\n"));
        Assert.Equal("LUM1013", compilation.Codes());
        Assert.True(compilation.HasErrors);
    }

    [Fact]
    public void Digests_say_what_rules_say_and_not_where_or_how_they_are_laid_out()
    {
        const string rule = "rule r {\n  applies to component\n  when a.B(1) == \"x  y\" && !c\n  deny \"No ${d + 1}.\"\n}\n";
        var digest = Ruled.Set(rule).Digest;
        Assert.Matches("^sha256:[0-9a-f]{64}$", digest);
        foreach (var same in new[] { "// about it\n\n" + rule, rule.Replace("a.B(1) == \"x  y\" && !c", "a.B( 1 )==\"x  y\" &&  // why\n    !c", StringComparison.Ordinal), rule.Replace("\n", "\r\n", StringComparison.Ordinal) })
            Assert.Equal(digest, Ruled.Set(same).Digest);
        foreach (var (from, to) in new[] { ("x  y", "x y"), ("No ", "Not "), ("component", "change"), ("component", "component in a"), ("deny", "warn"), ("rule r", "rule s"), ("d + 1", "d + +1"), ("!c", "c") })
            Assert.NotEqual(digest, Ruled.Set(rule.Replace(from, to, StringComparison.Ordinal)).Digest);
        Assert.NotEqual(digest, Ruled.Set(rule + "waive r until 2027-01-31 because \"x\" by \"y\"\n").Digest);
    }

    [Fact]
    public void A_set_without_rules_is_one() => Assert.Empty(RuleCompiler.Compile([]).Diagnostics);

    [Fact]
    public void A_set_is_bounded()
    {
        var many = Enumerable.Range(0, RuleCompiler.MostFiles + 1).Select(i => ($"{i}.rules", "")).ToArray();
        Assert.Equal("LUM8012", Ruled.From(many).Codes());
        Assert.Equal("LUM8004", Ruled.From($"rule r {{\n  applies to component\n  when {new string('a', 10_001)}\n  deny \"No.\"\n}}\n").Codes());
        Assert.Equal("LUM1011", Ruled.From($"rule r {{\n  applies to component\n  when {new string('(', 300)}a{new string(')', 300)}\n  deny \"No.\"\n}}\n").Codes());
        var rules = string.Concat(Enumerable.Repeat("waive r by \"x\"\n", RuleCompiler.MostDeclarations + 1));
        Assert.Equal("LUM8012", Ruled.From(rules).Codes());
    }

    [Fact]
    public void Where_there_are_errors_what_could_be_understood_is_there_for_editors()
    {
        var compilation = Ruled.From("rule a {\n  applies to component\n  when x\n  deny \"No.\"\n}\nrule b {\n  when y\n}\n");
        Assert.True(compilation.HasErrors);
        Assert.Equal("a", Assert.Single(compilation.Rules.Rules).Name);
        Assert.Equal("LUM8001 LUM8002", compilation.Codes());
    }
}
