using System.Text.Json;
using Lumina.Api;
using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

/// <summary>What people and scripts are told about a plan, and how <c>lumina.json</c> changes that.</summary>
public sealed class FindingsTests : IDisposable
{
    private const string Plan = "plan shop {}\nlet unused = 1\ncomponent web { command = \"run\" }\n";

    private readonly Desk _desk = new() { UsesLanguage = true };

    public FindingsTests() => File.WriteAllText(_desk.PlanFile, Plan);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_finding_in_json_has_its_name_its_help_and_its_fix()
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("validate -o json"));

        using var report = JsonDocument.Parse(_desk.Out);
        Assert.Equal(
            """
            {
                  "code": "LUM6003",
                  "name": "unused-let",
                  "severity": "warning",
                  "message": "Nothing uses 'unused'.",
                  "file": "lumina.deploy",
                  "line": 2,
                  "column": 5,
                  "endLine": 2,
                  "endColumn": 11,
                  "help": "docs/reference/diagnostics.md#lum6003-unused-let",
                  "fix": {
                    "title": "remove it",
                    "safe": true,
                    "line": 2,
                    "column": 1,
                    "endLine": 3,
                    "endColumn": 1,
                    "replacement": ""
                  }
                }
            """,
            Assert.Single(report.RootElement.GetProperty("diagnostics").EnumerateArray().ToArray()).GetRawText());
    }

    [Theory]
    [InlineData("off", 0, "no problems")]
    [InlineData("info", 0, "1 note (1 mended by lumina fmt --fix)")]
    [InlineData("error", 2, "1 error (1 mended by lumina fmt --fix)")]
    public async Task Settings_say_how_seriously_a_finding_is_taken(string level, int expected, string count)
    {
        Set($$"""{ "findings": { "unused-let": "{{level}}" } }""");

        Assert.Equal((ExitCode)expected, await _desk.TypeAsync("validate"));

        Assert.Contains($"lumina.deploy: {count}", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_a_folder_above_hold_and_those_of_the_plans_own_folder_hold_more()
    {
        Set("""{ "findings": { "unused-let": "error" } }""");
        var below = Directory.CreateDirectory(Path.Combine(_desk.Folder, "below")).FullName;
        File.WriteAllText(Path.Combine(below, "a.deploy"), Plan);
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate below/a.deploy"));

        File.WriteAllText(Path.Combine(below, "lumina.json"), "{}");
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("validate below/a.deploy"));
    }

    [Fact]
    public async Task A_mistake_in_the_settings_is_shown_at_its_place()
    {
        Set("{\n  \"findings\": { \"port-conflict\": \"off\" }\n}\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate"));

        Assert.Contains(
            """
            lumina.json:2:17: error LUM6093: LUM3009 (port-conflict) is an error and stays one.
                "findings": { "port-conflict": "off" }
                              ^^^^^^^^^^^^^^^
            """,
            _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_is_told_the_levels_so_that_it_says_no_more_than_is_wanted()
    {
        Set("""{ "findings": { "unused-let": "off", "LUM6002": "warning" } }""");
        _desk.WithHost().Host.Answer("POST /api/v1/preview", Samples.NoChanges, ApiJson.Default.Preview);

        await _desk.TypeAsync("plan");

        var sent = _desk.Host.Body("POST /api/v1/preview", ApiJson.Default.PlanSubmission);
        Assert.Equal([("LUM6002", "warning"), ("LUM6003", "off")], sent.Levels!.Select(l => (l.Key, l.Value)).Order());
    }

    [Fact]
    public async Task After_many_findings_stands_how_many()
    {
        File.WriteAllText(_desk.PlanFile, "plan shop {}\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"let l{i} = 1\n")) + "component web { command = \"run\" }\n");

        await _desk.TypeAsync("graph");

        Assert.EndsWith("found 12 warnings\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fmt_fix_mends_and_lays_out()
    {
        File.WriteAllText(_desk.PlanFile, "plan   shop {}\nlet unused = 1 // why\ncomponent web { command = \"run\"  replica = 2 }\n");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt --fix"));

        Assert.Equal("plan shop {}\n\n// why\ncomponent web { command = \"run\"  replicas = 2 }\n", File.ReadAllText(_desk.PlanFile));
        Assert.Equal("lumina.deploy\n", _desk.Out);
        Assert.Equal("lumina.deploy:3:34: LUM2001 unknown-property: write replicas\nlumina.deploy:2:5: LUM6003 unused-let: remove it\n", _desk.Error);
    }

    [Fact]
    public async Task Fmt_fix_check_writes_nothing()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("fmt --fix --check"));

        Assert.Equal(Plan, File.ReadAllText(_desk.PlanFile));
        Assert.Equal("lumina.deploy\n", _desk.Out);
        Assert.Contains("LUM6003 unused-let: remove it", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fmt_fix_mends_nothing_that_the_settings_turn_off()
    {
        Set("""{ "findings": { "unused-let": "off" } }""");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("fmt --fix -q"));

        Assert.Contains("let unused = 1", File.ReadAllText(_desk.PlanFile), StringComparison.Ordinal);
    }

    private void Set(string settings) => File.WriteAllText(Path.Combine(_desk.Folder, "lumina.json"), settings);
}
