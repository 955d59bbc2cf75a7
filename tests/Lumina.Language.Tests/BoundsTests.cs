using System.Text;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Text;

namespace Lumina.Language.Tests;

/// <summary>Hostile texts: the right answer or one clean finding.</summary>
public sealed class BoundsTests
{
    public static TheoryData<string, string> Nested => new()
    {
        { "(", ")" }, { "[", "]" }, { "{ a = ", "}" }, { "\"${", "}\"" }, { "!", "" }, { "- ", "" }, { "upper(", ")" }, { "true ? 1 : ", "" }, { "1 + (", ")" }, { "true ? ", "" },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public void A_value_nested_ten_thousand_deep_has_one_finding(string open, string close)
    {
        var value = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        var text = $"plan p {{}}\ncomponent web {{ command = \"run\"\n  replicas = {value} }}\ncomponent db {{ comand = \"run\" }}\n";
        var found = OnSmallStack(() => Compiled.From(text).Diagnostics);
        Assert.Equal(["LUM1011", "LUM2001"], found.Select(d => d.Code));
        Assert.Equal(text, OnSmallStack(() => Compiled.Tree(text).ToSource()));
    }

    [Fact]
    public void Blocks_nested_ten_thousand_deep_have_one_finding()
    {
        var text = "plan p {}\ncomponent web {\n" + string.Concat(Enumerable.Repeat("config {\n", 10_000)) + "\ncomponent db { command = \"run\" }\n";
        Assert.Equal("LUM1011", OnSmallStack(() => Compiled.From(text).Codes()));
    }

    [Fact]
    public void A_sum_of_ten_thousand_terms_has_one_finding() =>
        Assert.Equal("LUM1011", OnSmallStack(() => Compiled.From($"plan p {{}}\ncomponent web {{ command = \"run\"  replicas = 1{string.Concat(Enumerable.Repeat(" + 1", 10_000))} }}\n").Codes()));

    [Fact]
    public void Lets_that_use_each_other_ten_thousand_deep_have_findings_and_no_overflow()
    {
        var lets = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"let a{i} = (((a{i + 1})))\n"));
        var found = OnSmallStack(() => Compiled.From($"plan p {{}}\n{lets}let a10000 = 1\ncomponent web {{ command = \"run\"  replicas = a0 }}\n").Diagnostics);
        Assert.Contains(found, d => d.Code == "LUM1011");
        Assert.All(found, d => Assert.Equal("LUM1011", d.Code));
    }

    [Fact]
    public void Texts_that_double_are_stopped()
    {
        var lets = string.Concat(Enumerable.Range(1, 60).Select(i => $"let a{i} = \"${{a{i - 1}}}${{a{i - 1}}}\"\n"));
        Assert.Equal("LUM2024", Compiled.From($"plan p {{}}\nlet a0 = \"text\"\n{lets}component web {{ command = a60 }}\n").Codes());
    }

    [Fact]
    public void Lists_that_double_are_stopped()
    {
        var lets = string.Concat(Enumerable.Range(1, 60).Select(i => $"let a{i} = [a{i - 1}, a{i - 1}]\n"));
        Assert.Equal("LUM2024", Compiled.From($"plan p {{}}\nlet a0 = [1]\n{lets}let same = a60 == a60\ncomponent web {{ command = same ? \"x\" : \"y\" }}\n").Codes());
    }

    [Fact]
    public void Chains_of_a_hundred_thousand_stages_or_infrastructures_end()
    {
        const int Length = 100_000;
        var stages = string.Concat(Enumerable.Range(0, Length).Select(i => $"stage s{i} {{ run = \"x\"  after s{(i + 1) % Length} }}\n"));
        var finding = Assert.Single(OnSmallStack(() => Compiled.From($"plan p {{}}\ncomponent web {{ command = \"run\" }}\npipeline r {{\n{stages}}}\n").Diagnostics));
        Assert.Equal("LUM3042", finding.Code);
        Assert.True(finding.Message.Length < 2000, $"{finding.Message.Length} characters");
        var all = string.Concat(Enumerable.Range(0, Length - 10).Select(i => $"infrastructure i{i} {{ terraform \"x\"  depends on i{i + 1} }}\n"));
        Assert.Empty(OnSmallStack(() => Compiled.From($"plan p {{}}\ncomponent web {{ command = \"run\" }}\n{all}infrastructure i{Length - 10} {{ terraform \"x\" }}\n").Diagnostics));
    }

    [Fact]
    public void A_block_with_very_many_phrases_sections_and_secrets_is_read_in_linear_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var steps = string.Concat(Enumerable.Range(1, 100_000).Select(i => $"step 0.{i:D6}% for 1s\n"));
        var checks = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"check c{i} {{ metric = error_rate  max = 1% }}\n"));
        var secrets = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"secret S{i} = sealed(\"s\")\n"));
        var web = Compiled.Web($"strategy canary {{\n{steps}{checks}}}\n{secrets}in development {{ strategy canary {{ {checks} }}\n{secrets} }}", "environment development { target process }");
        Assert.Equal(50_000, web.Secrets.Count);
        Assert.Equal((100_000, 50_000), (((Plans.CanarySpec)web.Strategy).Steps.Length, ((Plans.CanarySpec)web.Strategy).Checks.Length));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_text_that_is_too_large_has_one_finding() =>
        Assert.Equal("LUM1012", Compiled.From(new string(' ', SourceReader.LargestText + 1)).Codes());

    [Fact]
    public void A_nul_character_and_half_a_surrogate_pair_are_no_text()
    {
        Assert.Equal("LUM1013", Compiled.From("plan p {}\nx\0y z").Codes());
        Assert.Equal(2, Compiled.From("plan p {}\nx\0y z").Diagnostics[0].Location.Line);
        Assert.Equal("LUM1014", Compiled.From("plan p {} // \ud83d").Codes());
        Assert.Equal("LUM1014", Compiled.From("// \ude80\ud83d\n").Codes());
        Assert.DoesNotContain("LUM1014", Compiled.From("// \U0001F680\n").Codes());
    }

    [Fact]
    public void More_declarations_than_allowed_have_one_finding_and_the_allowed_number_none()
    {
        var text = "plan p {}\n" + string.Concat(Enumerable.Repeat("let a = 1\n", PlanParser.MostDeclarations));
        Assert.Equal("LUM1016", Compiled.From(text).Codes());
        Assert.Equal(text, Compiled.Tree(text).ToSource());
    }

    [Fact]
    public void More_words_and_signs_than_allowed_have_one_finding()
    {
        var text = "plan p {}\ncomponent web { args = [" + string.Concat(Enumerable.Repeat("1,", PlanParser.MostTokens / 2)) + "] }\n";
        Assert.Equal("LUM1012", Compiled.From(text).Codes());
        Assert.Equal(text, Compiled.Tree(text).ToSource());
    }

    [Fact]
    public void More_pairs_of_components_and_environments_than_allowed_have_one_finding()
    {
        var text = "plan p {}\n" + string.Concat(Enumerable.Range(0, 800).Select(i => $"component c{i} {{ command = \"x\" }}\nenvironment e{i} {{ target process }}\n"));
        Assert.Equal("LUM1016", Compiled.From(text).Codes());
    }

    [Fact]
    public void Endless_problems_are_listed_up_to_a_limit()
    {
        var text = "plan p {}\ncomponent web {\n" + string.Concat(Enumerable.Repeat("port = \n", 5000)) + "}\n";
        var found = Compiled.From(text).Diagnostics;
        Assert.Equal(DiagnosticBag.Limit + 1, found.Length);
        Assert.Equal("LUM1017", found[^1].Code);
    }

    [Fact]
    public void Fors_in_fors_that_make_nothing_new_have_an_end_too()
    {
        const string Fors = "for a in range(1, 9999) { for b in range(1, 9999) { for c in range(1, 9999) {";
        Assert.Equal("LUM1016", Compiled.From($"plan p {{}}\n{Fors} }} }} }}\ncomponent web {{ command = \"run\" }}\n").Codes());
        Assert.Equal("LUM1016", Compiled.From($"plan p {{}}\n{Fors} component web {{ command = \"run\" }} }} }} }}\n").Codes());
    }

    [Theory]
    [InlineData("length(join(range(1, 9000), big))")]
    [InlineData("length(indent(replace(big, \"e\", \"\\n\"), 100))")]
    public void A_text_that_would_grow_too_long_is_not_made_first(string expression)
    {
        const string Big = "let a = \"eeeeeeeeee\"\nlet b = replace(a, \"e\", a)\nlet c = replace(b, \"e\", b)\nlet d = replace(c, \"e\", a)\nlet big = \"${d}${d}${d}${d}${d}\"";
        Assert.Equal("LUM2019", Compiled.Problem(expression, Big).Code);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_accepted_and_kept()
    {
        const string Text = "\uFEFFplan p {}\r\ncomponent web {\r\n  comand = \"run\"\r\n}\r\n";
        Assert.Equal(Text, Compiled.Tree(Text).ToSource());
        var finding = Assert.Single(Compiled.From(Text).Diagnostics);
        Assert.Equal((3, 3), (finding.Location.Line, finding.Location.Column));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_have_a_finding_at_their_place()
    {
        var (text, problem) = SourceReader.Decode("x.deploy", [.. "plan p {}\n// a"u8, 0xFF, (byte)'b']);
        Assert.Null(text);
        Assert.Equal(("LUM1014", 2, 5), (problem!.Code, problem.Location.Line, problem.Location.Column));
        Assert.Equal(("plan é", null), SourceReader.Decode("x.deploy", Encoding.UTF8.GetBytes("plan é")));
    }

    /// <summary>On a thread with half of the stack that threads usually have.</summary>
    private static T OnSmallStack<T>(Func<T> run)
    {
        var result = default(T);
        var thread = new Thread(() => result = run(), 768 * 1024);
        thread.Start();
        thread.Join();
        return result!;
    }
}
