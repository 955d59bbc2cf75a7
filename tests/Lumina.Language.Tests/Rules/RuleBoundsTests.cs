using Lumina.Language.Formatting;

namespace Lumina.Language.Tests.Rules;

/// <summary>Texts that are large or hostile. They are so large that anything that grows faster than they do would not come to an end.</summary>
public sealed class RuleBoundsTests
{
    private const int Many = 60_000;

    public static TheoryData<string, string> Hostile => new()
    {
        { "comments without an end", In("when a /*", Many) },
        { "verbatim strings without an end", In("when @\"", Many) },
        { "raw strings without an end", In("when \"\"\"\"", Many) },
        { "open brackets", In("when (", 1) + new string('(', 5 * Many) },
        { "closing brackets", In("when )", 1) + new string(')', 5 * Many) },
        { "holes in holes", In("when ", 1) + string.Concat(Enumerable.Repeat("$\"{", Many)) },
        { "braces in a hole", In("deny \"${", 1) + new string('{', 5 * Many) + new string('}', 5 * Many) + "}\"" },
        { "one long line", In("when a", 1) + string.Concat(Enumerable.Repeat(" && a", Many)) },
        { "lines that go on", In("when a", 1) + string.Concat(Enumerable.Repeat("\n  && a", Many)) },
        { "blank lines", In("when a &&", 1) + new string('\n', 5 * Many) },
        { "wheres", In("applies to component", 1) + string.Concat(Enumerable.Repeat(" where a", Many)) },
        { "quotes", In("when ", 1) + new string('"', 5 * Many) },
        { "names", In("applies to component in a", 1) + string.Concat(Enumerable.Repeat(", a", Many)) },
        { "rules of one name", string.Concat(Enumerable.Repeat("rule r { applies to step  deny \"x\" }\n", Many / 4)) },
        { "waivers of unknown rules", "rule known { applies to step  deny \"x\" }\n" + string.Concat(Enumerable.Range(0, Many / 4).Select(i => $"waive knowm{i} by \"x\"\n")) },
        { "components in a test", "rule r { applies to component  deny \"x\" }\ntest r {\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"  given component c{i} {{}}\n")) + "  expect deny\n}\n" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_is_read_to_its_end(string what, string text)
    {
        Assert.NotEmpty(what);
        Assert.Equal(text, Ruled.Tree(text).ToSource());
        Ruled.From(text);
        PlanFormatter.Format(text, Ruled.File);
    }

    [Fact]
    public void Many_rules_with_tests_are_compiled()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $$"""
            rule r{{i}} {
              applies to component in production where component.Port != null
              when    component.Image.Tag == "latest" || component.Replicas < {{i}}
              deny    "${component.Name} is not like rule {{i}} wants it."
            }
            test r{{i}} {
              given component web in production { image = "web:latest"  port = 80 }
              expect deny "wants it"
            }

            """));
        var compilation = Ruled.From(text);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal((5_000, 5_000), (compilation.Rules.Rules.Length, compilation.Tests.Length));
    }

    /// <summary>Whatever character is missing in one rule, the others are understood.</summary>
    [Fact]
    public void A_mistake_stays_in_its_declaration()
    {
        var text = File.ReadAllText(Repository.PathOf("tests/Lumina.Language.Tests/Goldens/rules/good/samples.rules"));
        var start = text.IndexOf("rule small-steps", StringComparison.Ordinal);
        var end = text.IndexOf("\n\nrule no-friday", StringComparison.Ordinal);
        for (var at = start; at < end; at++)
        {
            var compilation = Ruled.From(text.Remove(at, 1));
            Assert.True(compilation.Rules.Rules.Count(r => r.Name is "pinned-images" or "no-friday-production") == 2 && compilation.Tests.Length == 1, $"without character {at}: {text[at]}");
            Assert.True(compilation.Diagnostics.Length <= 2, $"without character {at} '{text[at]}': {compilation.Codes()}");
        }
    }

    private static string In(string entry, int times) => "rule r {\n  " + string.Concat(Enumerable.Repeat(entry + "\n  ", times)).TrimEnd();
}
