using System.Text.Json;
using Lumina.Cli.Tests.Fakes;
using NJsonSchema;

namespace Lumina.Cli.Tests;

/// <summary><c>policy check</c>.</summary>
public sealed class PolicyCheckVerbTests : IDisposable
{
    private const string Plan = """
        plan shop { version = "1.4.0" }
        environment staging { target docker }
        environment production { target docker  after staging }
        param replicas : int = 1
        component web {
          image = "ghcr.io/example/web:latest"
          port  = 8080
          health http { path = "/health" }
          in production { replicas = param.replicas }
        }
        """;

    private const string Rules = """
        rule pinned {
          applies to component in production
          when    component.Image.Tag == "latest"
          deny    "${component.Name} runs ${component.Image}."
          help    "docs/pinned.md"
        }

        rule replicas {
          applies to component in production
          when    component.Replicas < 2
          warn    "One is few."
        }

        rule late {
          applies to deployment in production
          when    clock.LocalNow("Europe/Berlin").DayOfWeek == DayOfWeek.Friday && deployment.Reason != "urgent"
          require approval from "release-managers" because "It is Friday, ${deployment.Actor}."
        }

        """;

    private const string Waived = "waive pinned for component web until 2027-01-31 because \"The vendor tags none.\" by \"ben\"\n";

    private readonly Desk _desk = new() { UsesLanguage = true, Width = 200 };

    public PolicyCheckVerbTests()
    {
        Write("lumina.deploy", Plan);
        Write("rules/a.rules", Rules);
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task All_environments_are_asked_about_and_one_denial_refuses()
    {
        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("policy check --rules rules --at 2026-11-27T15:00:00+01:00"));

        Assert.Matches("""
            ^staging: nothing to say
            production: 1 denial, 1 approval, 1 warning
              ✗ denied: pinned \(component web\): web runs ghcr.io/example/web:latest.
                  rules/a.rules:1:6   docs/pinned.md
              \? to be approved: late \(deployment\): It is Friday, ada.
                  by 1 of release-managers, within 1 d 0 h
                  rules/a.rules:14:6
              ! warning: replicas \(component web\): One is few.
                  rules/a.rules:8:6

            3 rules \(sha256:[0-9a-f]{12}…\): shop is denied in production
            $
            """.TrimEnd(), _desk.Out);
        Assert.Empty(_desk.Host.Requests);
    }

    [Theory]
    [InlineData("--env staging", 0)]
    [InlineData("--env production", 3)]
    [InlineData("--env staging --env production", 3)]
    [InlineData("--env prodution", 2)]
    [InlineData("--at yesterday", 2)]
    public async Task Environments_can_be_chosen(string options, int code) =>
        Assert.Equal((ExitCode)code, await _desk.TypeAsync($"policy check lumina.deploy --rules rules {options}"));

    [Fact]
    public async Task What_is_waived_is_shown_and_does_not_count()
    {
        Write("rules/waivers.rules", Waived);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy check --rules rules --env production --at 2026-11-27 --comment urgent --param replicas=3"));

        Assert.Contains("production: 1 waived\n  – waived: pinned (component web)", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("until 2027-01-31, by ben: The vendor tags none.", _desk.Out, StringComparison.Ordinal);
        Assert.Contains("shop may be deployed", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiver_that_has_ended_is_none()
    {
        Write("rules/waivers.rules", Waived);

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("policy check --rules rules --env production --at 2027-02-01"));
        Assert.Contains("has ended on 2027-01-31", _desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_alone_on_standard_output()
    {
        _desk.Variables["LUMINA_RULES"] = "rules";

        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("policy check --at 2026-11-27 --output json"));

        var report = JsonDocument.Parse(_desk.Out).RootElement;
        Assert.Equal(("shop", true, 3), (report.GetProperty("plan").GetString(), report.GetProperty("denied").GetBoolean(), report.GetProperty("rules").GetInt32()));
        var production = report.GetProperty("environments")[1];
        Assert.Equal((1, 1, 1, 0), (
            production.GetProperty("denials").GetInt32(), production.GetProperty("approvals").GetInt32(), production.GetProperty("warnings").GetInt32(), production.GetProperty("waived").GetInt32()));
        var denial = production.GetProperty("decisions")[0];
        Assert.Equal(("pinned", "deny", "web", "rules/a.rules:1:6"), (
            denial.GetProperty("rule").GetString(), denial.GetProperty("effect").GetString(), denial.GetProperty("component").GetString(), denial.GetProperty("place").GetString()));
        Assert.Equal(report.GetProperty("digest").GetString(), denial.GetProperty("version").GetString());
    }

    [Fact]
    public async Task As_SARIF_it_is_what_the_standard_says()
    {
        Write("rules/waivers.rules", Waived);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy check --rules rules --at 2026-11-26 --output sarif"));

        var schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(_desk.Out));
        var results = JsonDocument.Parse(_desk.Out).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("ruleId").GetString()!);
        Assert.Equal("warning", results["replicas"].GetProperty("level").GetString());
        Assert.Equal("production, component web: One is few.", results["replicas"].GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("external", results["pinned"].GetProperty("suppressions")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    public async Task What_is_wrong_in_plan_and_rules_is_all_told_and_nothing_is_asked(string output)
    {
        Write("lumina.deploy", Plan.Replace("port  = 8080", "port  = \"8080\"", StringComparison.Ordinal));
        Write("rules/a.rules", Rules + "rule again { applies to component }\n");

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync($"policy check --rules rules --output {output}"));

        Assert.Contains("lumina.deploy:7:", _desk.Error, StringComparison.Ordinal);
        Assert.Contains("rules/a.rules:19:", _desk.Error, StringComparison.Ordinal);
        Assert.Equal(output == "text", _desk.Out.Length == 0);
        if (output != "text") Assert.NotNull(JsonDocument.Parse(_desk.Out));
    }

    [Fact]
    public async Task CSharp_that_is_wrong_is_told_at_its_own_place()
    {
        Write("rules/a.rules", Rules.Replace("Replicas <", "Replcas <", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("policy check --rules rules"));
        Assert.Contains("rules/a.rules:10:21: error LUM8205", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quietly_a_denial_is_one_line()
    {
        Assert.Equal(ExitCode.Refused, await _desk.TypeAsync("policy check --rules rules --quiet"));
        Assert.Matches("^3 rules .*: shop is denied in production\n$", _desk.Out);

        Assert.Equal(ExitCode.Done, await _desk.TypeAsync("policy check --rules rules --quiet --env staging"));
        Assert.DoesNotContain("staging", _desk.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate rules/a.rules")]
    [InlineData("policy check rules/a.rules --rules rules")]
    public async Task Rules_in_the_place_of_a_plan_are_told_from_one(string line)
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));
        Assert.Contains("lumina policy test rules/a.rules", _desk.Error, StringComparison.Ordinal);
        Assert.Equal(2, _desk.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Rules_that_are_not_named_are_asked_for()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("policy check"));
        Assert.Contains("policy check --rules DIR", _desk.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_desk.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
