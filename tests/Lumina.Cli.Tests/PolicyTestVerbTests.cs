using System.Text.Json;
using System.Xml.Linq;
using Lumina.Cli.Tests.Fakes;

namespace Lumina.Cli.Tests;

/// <summary><c>policy test</c>.</summary>
public sealed class PolicyTestVerbTests : IDisposable
{
    private const string Rules = """
        rule pinned {
          applies to component in production
          when    component.Image.Tag == "latest"
          deny    "${component.Name} runs ${component.Image}."
        }

        rule replicas {
          applies to component in production
          when    component.Replicas < 2
          warn    "One is few."
        }

        test pinned "a tag that moves" {
          given component web in production { image = "web:latest" }
          expect deny "web runs web:latest"
        }

        test pinned {
          given component web in production { image = "web:1" }
          expect nothing
        }

        """;

    private const string Wrong = """
        test replicas "two are <enough> & \u{7}" {
          given component web in production { replicas = 2 }
          expect warn "few"
        }

        """;

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Tests_that_pass_are_counted_and_what_they_leave_untried_is_named()
    {
        Write("rules/a.rules", Rules);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy test rules"));

        Assert.Equal(
            ["! no test makes fire: replicas", "! no test sees silent: replicas", "2 tests of 2 rules: all passed, 50% covered, 0.0 s"],
            _desk.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", _desk.Error);
    }

    [Fact]
    public async Task A_test_that_fails_says_what_was_expected_and_what_was_decided_with_its_place()
    {
        Write("rules/a.rules", Rules);
        Write("rules/below/b.rules", Wrong);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("policy test rules --quiet"));

        Assert.Equal(
            ["✗ rules/below/b.rules:1:6 replicas: two are <enough> & \u0007", "    expected warn \"few\" (line 3)", "    decided  nothing"],
            _desk.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task As_JSON_it_is_alone_on_standard_output()
    {
        Write("rules/a.rules", Rules);
        Write("rules/below/b.rules", Wrong);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("policy test rules --output json"));

        var report = JsonDocument.Parse(_desk.Out).RootElement;
        Assert.Equal((false, 2, 1, 75.0), (
            report.GetProperty("ok").GetBoolean(), report.GetProperty("passed").GetInt32(), report.GetProperty("failed").GetInt32(), report.GetProperty("coveredPercent").GetDouble()));
        var failed = report.GetProperty("tests").EnumerateArray().Single(test => !test.GetProperty("passed").GetBoolean());
        Assert.Equal(("rules/below/b.rules:1:6", "warn \"few\"", "nothing"), (
            failed.GetProperty("place").GetString(), failed.GetProperty("unmet")[0].GetString(), failed.GetProperty("decided")[0].GetString()));
        Assert.Equal(
            ["pinned True True", "replicas False True"],
            report.GetProperty("rules").EnumerateArray().Select(r => $"{r.GetProperty("rule")} {r.GetProperty("fired")} {r.GetProperty("silent")}"));
    }

    [Fact]
    public async Task As_JUnit_it_is_XML_with_a_suite_for_each_file_and_a_case_for_each_test()
    {
        Write("rules/a.rules", Rules);
        Write("rules/below/b.rules", Wrong);

        Assert.Equal(ExitCode.Failed, await _desk.TypeAsync("policy test rules --output junit"));

        var suites = XDocument.Parse(_desk.Out).Root!;
        Assert.Equal(("testsuites", "3", "1", "0"), (suites.Name.LocalName, suites.Attribute("tests")?.Value, suites.Attribute("failures")?.Value, suites.Attribute("errors")?.Value));
        Assert.Equal(["rules/a.rules 2 0", "rules/below/b.rules 1 1"], suites.Elements("testsuite").Select(s => $"{s.Attribute("name")?.Value} {s.Attribute("tests")?.Value} {s.Attribute("failures")?.Value}"));
        Assert.Equal(
            ["pinned: a tag that moves (rules/a.rules:13)", "pinned: line 18 (rules/a.rules:18)", "replicas: two are <enough> & ? (rules/below/b.rules:1)"],
            suites.Descendants("testcase").Select(c => $"{c.Attribute("classname")?.Value}: {c.Attribute("name")?.Value} ({c.Attribute("file")?.Value}:{c.Attribute("line")?.Value})"));
        var failure = Assert.Single(suites.Descendants("failure"));
        Assert.Equal("expected warn \"few\"", failure.Attribute("message")?.Value);
        Assert.Equal("rules/below/b.rules:3:3: expected warn \"few\"\ndecided nothing", failure.Value);
    }

    [Theory]
    [InlineData("50", 0)]
    [InlineData("50%", 0)]
    [InlineData("50.1", 1)]
    [InlineData("100", 1)]
    public async Task Too_little_coverage_fails(string least, int code)
    {
        Write("rules/a.rules", Rules);

        Assert.Equal((ExitCode)code, await _desk.TypeAsync($"policy test rules --min-coverage {least}"));
        Assert.Equal(code == 1, _desk.Error.Contains("tests cover 50% of what rules can do", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_runs_the_tests_of_some_rules_and_counts_only_those()
    {
        Write("rules/a.rules", Rules + Wrong);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy test rules --filter pin* --min-coverage 100"));
        Assert.Contains("2 tests of 1 rule: all passed, 100% covered", _desk.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("junit")]
    public async Task CSharp_that_is_wrong_is_told_at_its_own_place_and_nothing_is_run(string output)
    {
        Write("rules/a.rules", Rules.Replace("Replicas <", "Replcas <", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"policy test rules --output {output}"));

        Assert.Contains("rules/a.rules:9:21: error LUM8205", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("Replicas", _desk.Error, StringComparison.Ordinal);
        if (output == "json") Assert.Equal(9, JsonDocument.Parse(_desk.Out).RootElement.GetProperty("diagnostics")[0].GetProperty("line").GetInt32());
        else if (output == "junit") Assert.Equal("LUM8205", Assert.Single(XDocument.Parse(_desk.Out).Descendants("error")).Attribute("type")?.Value);
        else Assert.Equal("", _desk.Out);
    }

    [Fact]
    public async Task Text_that_is_wrong_is_told_at_its_place()
    {
        Write("rules/a.rules", Rules + "tset pinned { expect nothing }\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("policy test rules"));
        Assert.Contains("rules/a.rules:22:1: error LUM", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_behind_the_bound_of_findings_is_one()
    {
        var notes = string.Concat(Enumerable.Repeat("test pinned { given component web { }  given deployment { kind = \"apply\" }  expect nothing }\n", 1_001));
        Write("rules/a.rules", Rules);
        foreach (var name in "bcdef") Write($"rules/{name}.rules", notes);
        Write("rules/g.rules", "rule pinned { applies to component  deny \"Twice.\" }\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("policy test rules"));
        Assert.Contains("errors among it", _desk.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy test nowhere", "There are no rules at nowhere.")]
    [InlineData("policy test .lumina", "There are no rules at .lumina.")]
    [InlineData("policy test empty", "There are no rules in empty.")]
    [InlineData("policy test rules --filter pined", "Did you mean 'pinned'?")]
    [InlineData("policy test rules --min-coverage 101", "'101' is no share.")]
    public async Task What_cannot_be_run_is_told(string line, string why)
    {
        Write("rules/a.rules", Rules);
        Write("empty/README.md", "");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));
        Assert.Contains(why, _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_alone_can_be_tested()
    {
        Write("rules/a.rules", Rules);
        Write("rules/broken.rules", "rule");

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy test rules/a.rules"));
    }

    [Fact]
    public async Task A_file_that_is_named_twice_is_read_once()
    {
        Write("rules/a.rules", Rules);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy test rules rules/a.rules rules/"));
        Assert.Contains("2 tests of 2 rules", _desk.Out, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_desk.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
