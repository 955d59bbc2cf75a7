namespace Lumina.Language.Tests;

/// <summary>Values, operators, functions and params.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\"tab\\t \\\"q\\\" \\\\ \\${x} \\u{48}\"", "tab\t \"q\" \\ ${x} H")]
    [InlineData("\"${1 + 1} and ${\"in ${\"ner\"}\"}\"", "2 and in ner")]
    [InlineData("\"\"\"one \"two\" ${3}\"\"\"", "one \"two\" 3")]
    [InlineData("\"\"\"\n    a\n      b ${1}\n\n    c\n    \"\"\"", "a\n  b 1\n\nc")]
    [InlineData("007", "7")]
    [InlineData("1.50", "1.50")]
    [InlineData("-3", "-3")]
    [InlineData("true", "true")]
    [InlineData("500ms", "500ms")]
    [InlineData("90s", "90s")]
    [InlineData("1h + 30m", "90m")]
    [InlineData("2s * 30", "1m")]
    [InlineData("1s - 1s", "0s")]
    [InlineData("1.5h", "1.5h")]
    [InlineData("25%", "25%")]
    [InlineData("10% + 5%", "15%")]
    [InlineData("512MiB + 512MiB", "1GiB")]
    [InlineData("500m", "500m")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("7 / 2", "3")]
    [InlineData("7 / 2.0", "3.5")]
    [InlineData("7 % 4", "3")]
    [InlineData("\"a\" + \"b\"", "ab")]
    [InlineData("1 < 2 && 2 <= 2 && !(3 > 4) || false", "true")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("\"a\" != \"b\"", "true")]
    [InlineData("1m == 60s", "true")]
    [InlineData("[1, 2] == [1, 2]", "true")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("false ? 1 / 0 : 2", "2")]
    [InlineData("join([\"a\", 1, 5s] + [\"b\"], \"-\")", "a-1-5s-b")]
    [InlineData("lower(\"ABC\")", "abc")]
    [InlineData("upper(\"abc\")", "ABC")]
    [InlineData("coalesce(\"\", \"\", \"x\", \"y\")", "x")]
    [InlineData("format(\"{1} {0} {{x}}\", 1, true)", "true 1 {x}")]
    [InlineData("m.inner.key", "value")]
    [InlineData("plan.name", "p")]
    [InlineData("environment.name", "development")]
    [InlineData("component.web.name", "web")]
    [InlineData("component.web.version", "1.0")]
    public void A_value_is_what_it_says(string expression, string expected) =>
        Assert.Equal(expected, Compiled.Value(expression, expression.Contains("m.inner") ? "let m = { inner = { key = \"value\" } }" : ""));

    [Theory]
    [InlineData("1 + \"a\"", "LUM2018")]
    [InlineData("5s + 1", "LUM2018")]
    [InlineData("!5", "LUM2018")]
    [InlineData("\"a\" < \"b\"", "LUM2018")]
    [InlineData("1 && true", "LUM2018")]
    [InlineData("1 / 0", "LUM2019")]
    [InlineData("1 % 0", "LUM2019")]
    [InlineData("9223372036854775807 + 1", "LUM2019")]
    [InlineData("1d * 99999999999", "LUM2019")]
    [InlineData("1 ? 2 : 3", "LUM2003")]
    [InlineData("true ? 1 : nothing", "LUM2004")]
    [InlineData("join(1, 2)", "LUM2008")]
    [InlineData("coalesce(1, \"a\")", "LUM2008")]
    [InlineData("format(\"{2}\", 1)", "LUM2008")]
    [InlineData("nothing", "LUM2004")]
    [InlineData("plan.nothing", "LUM2005")]
    [InlineData("plan.version", "LUM2027")]
    [InlineData("component.web.port", "LUM2026")]
    [InlineData("component.nothing.url", "LUM3006")]
    [InlineData("component", "LUM2004")]
    [InlineData("\"${[1]}\"", "LUM2003")]
    [InlineData("5sec", "LUM1010")]
    [InlineData("99999999999999999999", "LUM1010")]
    [InlineData("9999999d", "LUM1010")]
    [InlineData("[1]", "LUM2003")]
    public void A_value_that_makes_no_sense_has_one_finding(string expression, string code) => Assert.Equal(code, Compiled.Problem(expression).Code);

    [Theory]
    [InlineData("string", "any text", "any text")]
    [InlineData("int", "-5", "-5")]
    [InlineData("decimal", "5", "5")]
    [InlineData("bool", "true", "true")]
    [InlineData("duration", "90s", "90s")]
    [InlineData("percentage", "25%", "25%")]
    [InlineData("size", "2GiB", "2GiB")]
    public void A_given_value_is_read_as_the_params_type(string type, string given, string expected)
    {
        var text = $"plan p {{}}\nparam x : {type}\ncomponent web {{ command = \"run\"  config {{ X = param.x }} }}\n";
        Assert.Equal(expected, Compiled.Plan(text, "development", ("x", given)).Components[0].Config["X"]);
        if (type != "string")
            Assert.Equal("LUM2014", Compiled.From(text, ("x", "nonsense")).Codes());
    }

    [Fact]
    public void Given_values_are_checked_against_what_the_plan_allows()
    {
        const string Text = "plan p {}\nparam level : string = \"low\" { allowed = [\"low\", \"high\"] }\nparam n : int = 1 { min = 1  max = 3 }\ncomponent web { command = \"run\" }\n";
        Assert.Equal("LUM2013", Compiled.From(Text, ("level", "loud")).Codes());
        Assert.Equal(2, Compiled.From(Text, ("level", "loud")).Diagnostics[0].Location.Line);
        Assert.Equal("LUM2009", Compiled.From(Text, ("n", "4")).Codes());
        Assert.Equal("LUM2015 LUM2015", Compiled.From(Text, ("levle", "low"), ("other", "x")).Codes());
        Assert.Contains("Did you mean 'level'?", Compiled.From(Text, ("levle", "low")).Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_may_end_at_the_greatest_int() =>
        Assert.Equal("9223372036854775806,9223372036854775807", Compiled.Value("join(range(9223372036854775806, 9223372036854775807), \",\")"));

    [Theory]
    [InlineData("-int(\"-9223372036854775808\")")]
    [InlineData("-(1ms * -922337203685477.5808)")]
    public void The_least_number_has_no_negative(string expression) => Assert.Equal("LUM2019", Compiled.Problem(expression).Code);

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("[\"\\udc00\"]")]
    public void Half_of_a_surrogate_pair_in_json_is_a_finding(string json)
    {
        Assert.Equal("LUM2008", Compiled.Problem($"length(json(\"{json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"))").Code);
        Assert.Equal("LUM2014", Compiled.From("plan p {}\nparam l : list\ncomponent web { command = \"run\"  args = param.l }\n", ("l", $"[{json}]")).Codes());
    }

    [Fact]
    public void Lists_and_maps_that_are_allowed_are_told_by_what_is_in_them()
    {
        const string Text = """
            plan p { version = "1" }
            param l : list = ["a"] { allowed = [["a"], ["b", "c"]] }
            param m : map = { a = 1 } { allowed = [{ a = 1 }, { a = 2 }] }
            component web { command = "run"  args = param.l  config { A = param.m.a } }
            """;
        Assert.DoesNotContain(Compiled.From(Text, ("l", "[\"b\",\"c\"]"), ("m", "{\"a\":2}")).Diagnostics, d => d.Severity == Diagnostics.Severity.Error);
        Assert.Equal("LUM2013", Assert.Single(Compiled.From(Text, ("l", "[\"b\"]")).Diagnostics, d => d.Severity == Diagnostics.Severity.Error).Code);
    }

    [Theory]
    [InlineData("list", "[\"a\"]")]
    [InlineData("map", "{ a = 1 }")]
    public void Lists_and_maps_have_no_bounds(string type, string value) =>
        Assert.Equal("LUM2018", Compiled.From($"plan p {{}}\nparam x : {type} = {value} {{ min = {value} }}\ncomponent web {{ command = \"run\"  replicas = length(param.x) }}\n").Codes());

    [Fact]
    public void A_plain_number_for_a_duration_is_an_error_that_proposes_seconds()
    {
        var finding = Assert.Single(Compiled.From("plan p {}\ncomponent web { command = \"run\"  stop_within = 5 }\n").Diagnostics);
        Assert.Equal(("LUM2003", "write 5s", "5s"), (finding.Code, finding.Fix!.Title, finding.Fix.Replacement));
    }
}
