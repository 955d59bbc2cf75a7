using CsCheck;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Fixing;
using Lumina.Language.Formatting;
using Lumina.Language.Plans;

namespace Lumina.Language.Tests;

public sealed class FixTests
{
    private static readonly string[] Declarations =
    [
        "let unused = 1\n", "let other = \"a b\" // kept\n", "// before\nlet listed = [\n  1,\n  2,\n]\n", "let commented = [ // why\n  1,\n]\n",
    ];

    private static readonly string[] Entries =
    [
        "  replicas = 3\n", "  config { A = \"1\"  V = \"${plan.version}\" }\n", "  config { A = \"x\" } // said\n", "  stop_within = 5s\n", "  rollback {}\n", "  config {\n    // empty\n  }\n",
        "  health tcp { every = 2s }\n",
    ];

    private static readonly string[] Overrides =
    [
        "  in production { replicas = 3 }\n", "  in production {\n    // the same\n    stop_within = 5s\n  }\n", "  in production {}\n", "  in production { config { A = \"1\" }  health tcp { every = 2s } }\n",
        "  in production { stop_within = 6s } // other\n", "  in production, development { replicas = 3  stop_within = 5s }\n", "  in development { config { A = \"x\"  V = \"${plan.version}\" } }\n",
    ];

    private static readonly Gen<string> Plans =
        Gen.Select(Gen.Shuffle(Declarations), Gen.Int[0, Declarations.Length], Gen.Shuffle(Entries), Gen.Int[0, Entries.Length], Gen.Shuffle(Overrides), Gen.Int[0, Overrides.Length])
            .Select((declarations, some, entries, few, overrides, any) =>
                "plan p { version = \"1\" }\nenvironment development { target process }\nenvironment production { target process  after development }\n"
                + string.Concat(declarations.Take(some)) + "component web {\n  command = \"run\"\n  port = 80\n"
                + string.Concat(OnePerKeyword(entries.Take(few))) + string.Concat(overrides.Take(any)) + "}\n");

    private static readonly string[] Slips =
    [
        "replica = 2", "replicas = \"2\"", "command \"run\"", "health http { path = \"ready\" }", "stop_within = 5 s;", "stop_within = \"5s\"", "strategy rollin { batch = 1 }",
        "config { # x\n A = \"${plan.version}\" }", "replicas = 1", "in development { replicas = 1 }",
    ];

    [Fact]
    public void A_plan_means_the_same_when_it_was_mended_and_nothing_is_left_to_mend() => Plans.Sample(
        text =>
        {
            var before = Compiled.From(text);
            Assert.False(before.HasErrors, text);
            var result = Fix(text);
            var after = Compiled.From(result.Text);
            Assert.DoesNotContain(after.Diagnostics, d => d.Fix is { IsSafe: true });
            Assert.Equal(Digests(before), Digests(after));
            Assert.Equal(Comments(text), Comments(result.Text));
            Assert.Empty(PlanFormatter.Format(result.Text).Problems);
        },
        iter: 1000);

    [Fact]
    public void Mending_a_broken_plan_never_makes_it_worse_and_comes_to_an_end() => Gen.Int[0, Slips.Length - 1].Select(index => Slips[index]).Array[0, 6].Sample(
        slips =>
        {
            var text = "plan p { version = \"1\" }\ncomponent web {\n  command = \"run\"\n  port = 80\n  " + string.Join("\n  ", slips) + "\n}\n";
            var before = Compiled.From(text);
            var after = Compiled.From(Fix(text).Text);
            Assert.True(Errors(after) <= Errors(before), text);
        },
        iter: 1000);

    [Theory]
    [InlineData("let a = 1\n", "")]
    [InlineData("let a = 1 // why\n", "// why\n")]
    [InlineData("let a = 1\nlet b = a\n", "")]
    public void What_nothing_uses_is_removed_and_what_only_that_has_used_too(string declarations, string left) =>
        Assert.Equal(Plan(left), Fix(Plan(declarations)).Text);

    [Fact]
    public void An_override_that_has_become_empty_goes_too() =>
        Assert.Equal(
            "plan p {}\nenvironment a { target process }\ncomponent web {\n  command = \"run\"\n  replicas = 2\n}\n",
            Fix("plan p {}\nenvironment a { target process }\ncomponent web {\n  command = \"run\"\n  replicas = 2\n  in a { replicas = 2 }\n}\n").Text);

    [Theory]
    [InlineData("replica = 2", "replicas = 2")]
    [InlineData("replicas = \"2\"", "replicas = 2")]
    [InlineData("stop_within = 5 s", "stop_within = 5s")]
    [InlineData("stop_within = 5;", "stop_within = 5")]
    [InlineData("strategy roling {}", "strategy rolling {}")]
    [InlineData("port = 80  health http { path = \"ready\" }", "port = 80  health http { path = \"/ready\" }")]
    public void A_slip_with_one_meaning_is_mended(string entry, string mended) =>
        Assert.Equal(Plan("", mended), Fix(Plan("", entry)).Text);

    [Theory]
    [InlineData("stop_within = 5")]
    [InlineData("depends on db-2")]
    [InlineData("config { V = param.verison }")]
    [InlineData("config { V = plan.nmae }")]
    [InlineData("replica = 2  replicas = 3")]
    [InlineData("target docke")]
    public void What_could_mean_something_else_is_left_to_a_person(string entry)
    {
        var text = Plan("param version : string = \"1\"\ncomponent db-1 { command = \"run\" }\n", entry);
        var wanted = entry == "target docke" ? text.Replace("docke ", "docker ", StringComparison.Ordinal) : text;
        Assert.Equal(wanted, Fix(text).Text);
    }

    [Fact]
    public void Of_two_fixes_that_overlap_the_second_has_its_turn_in_the_next_round()
    {
        var result = Fix("plan p { version = \"1\" }\nlet a = \"${plan.version}\"\ncomponent web { command = \"run\" }\n");
        Assert.Equal("plan p { version = \"1\" }\ncomponent web { command = \"run\" }\n", result.Text);
        Assert.Equal(["LUM6003"], result.Applied.Select(f => f.Code));
    }

    private static string Plan(string declarations, string entry = "replicas = 1") => $"plan p {{}}\n{declarations}component web {{ command = \"run\"  {entry} }}\n";

    private static FixResult Fix(string text) => PlanFixer.Fix(text, changed => Compiled.From(changed));

    private static int Errors(PlanCompilation compilation) => compilation.Diagnostics.Count(d => d.Severity == Severity.Error);

    private static string[] Digests(PlanCompilation compilation) => [.. compilation.Environments.Select(e => PlanJson.Digest(compilation.PlanFor(e.Name)!))];

    /// <summary>All comments here are of one line, and no string has their sign in it.</summary>
    private static string[] Comments(string text) =>
        [.. text.Split('\n').Where(line => line.Contains("//", StringComparison.Ordinal)).Select(line => line[line.IndexOf("//", StringComparison.Ordinal)..].TrimEnd())];

    private static IEnumerable<string> OnePerKeyword(IEnumerable<string> entries) => entries.DistinctBy(entry => entry.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);
}
