using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

/// <summary>Where values of params come from, and the verb that lists them.</summary>
public sealed class ParamTests : IDisposable
{
    private const string Text = """
        plan shop { version = param.version }
        param version : string = "1.4.0" { description = "What is deployed." }
        param region  : string { allowed = ["eu", "us"] }
        param count   : int = 2 { min = 1  max = 20 }
        param grace   : duration = 10s
        param zones   : list = ["a"]
        component web { command = ["run", param.region, join(param.zones, "+")]  replicas = param.count  stop_within = param.grace }
        """;

    private readonly Desk _desk = new() { UsesLanguage = true };

    public ParamTests() => Write("lumina.deploy", Text);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_file_of_params_may_have_a_byte_order_mark_and_no_broken_characters()
    {
        File.WriteAllText(_desk.PlanFile, "plan p {}\nparam r : string\ncomponent web { command = param.r }\n");
        var values = Path.Combine(_desk.Folder, "values.json");
        File.WriteAllText(values, "{\"r\":\"x\"}", System.Text.Encoding.UTF8);
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("params --params values.json"));
        File.WriteAllText(values, "{\"r\":\"\\ud800\"}");
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("params --params values.json"));
        File.WriteAllBytes(values, [.. "{\"r\":\""u8, 0xFF, .. "\"}"u8]);
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("params --params values.json"));
    }

    [Fact]
    public async Task They_are_listed_with_types_values_defaults_and_what_is_missing()
    {
        _desk.Variables["LUMINA_PARAM_count"] = "3";

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("params --param version=2.0"));

        Assert.Equal(
            """
            version : string  = "2.0"  (--param; default "1.4.0")
                What is deployed.
            region : string   is missing
                one of "eu", "us"
            count : int       = 3  (LUMINA_PARAM_count; default 2)
                from 1 to 20
            grace : duration  = 10s  (default)
            zones : list      = ["a"]  (default)
            Missing: region. Give them with --param region=VALUE, --params FILE or LUMINA_PARAM_region.

            """,
            _desk.Out);
        Assert.Equal("", _desk.Error);
    }

    [Fact]
    public async Task In_json_each_has_its_place()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("params --output json"));

        using var report = System.Text.Json.JsonDocument.Parse(_desk.Out);
        Assert.Equal("region", Assert.Single(report.RootElement.GetProperty("missing").EnumerateArray()).GetString());
        var region = report.RootElement.GetProperty("params")[1];
        Assert.Equal("lumina.deploy 3 string True", $"{region.GetProperty("file")} {region.GetProperty("line")} {region.GetProperty("type")} {region.GetProperty("missing")}");
    }

    [Fact]
    public async Task The_command_line_counts_more_than_a_file_and_a_file_more_than_the_environment()
    {
        Write("values.json", """{ "region": "us", "count": 5, "grace": "30s", "zones": ["x", "y"] }""");
        _desk.Variables["LUMINA_PARAM_count"] = "7";
        _desk.Variables["LUMINA_PARAM_version"] = "3.0";

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("params --params values.json --param region=eu"));

        Assert.Contains("version : string  = \"3.0\"  (LUMINA_PARAM_version; default \"1.4.0\")", _desk.Out);
        Assert.Contains("region : string   = \"eu\"  (--param)", _desk.Out);
        Assert.Contains("count : int       = 5  (values.json; default 2)", _desk.Out);
        Assert.Contains("zones : list      = [\"x\", \"y\"]  (values.json; default [\"a\"])", _desk.Out);
    }

    [Theory]
    [InlineData("""{ "version": 1.4, "region": "eu" }""", "LUM2014: values.json gives the param 'version' the JSON number 1.4, which is no string; one is written \"1.4\".")]
    [InlineData("""{ "count": "2", "region": "eu" }""", "LUM2014: values.json gives the param 'count' the JSON string \"2\", which is no int; one is written 5.")]
    [InlineData("""{ "grace": 30, "region": "eu" }""", "LUM2014: values.json gives the param 'grace' the JSON number 30, which is no duration; one is written \"30s\".")]
    [InlineData("""{ "zones": "a", "region": "eu" }""", "LUM2014: values.json gives the param 'zones' the JSON string \"a\", which is no list; one is written [\"a\", \"b\"].")]
    [InlineData("""{ "region": "mars" }""", "LUM2013")]
    [InlineData("""{ "count": 100, "region": "eu" }""", "LUM2009")]
    [InlineData("""{ "regoin": "eu" }""", "LUM2015: values.json gives a value for the param 'regoin', which the plan does not declare. Did you mean 'region'?")]
    public async Task A_value_of_another_type_is_told_with_how_it_is_written(string json, string finding)
    {
        Write("values.json", json);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("params --params values.json"));

        Assert.Contains(finding, _desk.Error);
    }

    [Theory]
    [InlineData("{ \"region\": ", "it is no JSON at line 1")]
    [InlineData("[1]", "it is not one JSON object")]
    [InlineData("{ \"region\": null }", "'region' is null; leave it out to have its default")]
    [InlineData("{ \"region\": \"eu\", \"region\": \"us\" }", "it gives 'region' twice")]
    public async Task A_file_that_can_not_be_used_is_told(string json, string why)
    {
        Write("values.json", json);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate --params values.json"));

        Assert.Contains("The params in values.json can't be used: " + why, _desk.Error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("plan --params nowhere.json"));

        Assert.Contains("The params in nowhere.json can't be used: there is no", _desk.Error);
    }

    [Fact]
    public async Task Imports_and_files_are_read_beside_the_plan_and_findings_in_them_show_their_line()
    {
        Directory.CreateDirectory(Path.Combine(_desk.Folder, "shared"));
        Write("shared/base.deploy", "let motd = file(\"motd.txt\")\ntemplate service { comand = \"run\" }\n");
        Write("shared/motd.txt", "hello");
        Write("lumina.deploy", "plan p {}\nimport \"shared/base.deploy\" as base\ncomponent web from template base.service { config { MOTD = base.motd } }\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate"));

        Assert.Contains("shared/base.deploy:2:20: error LUM2001: There is no 'comand' in component. Did you mean 'command'?", _desk.Error);
        Assert.Contains("  template service { comand = \"run\" }\n                     ^^^^^^", _desk.Error);
        Assert.DoesNotContain("LUM3107", _desk.Error);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_desk.Folder, file), text);
}
