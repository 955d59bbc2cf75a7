using Lumina.Cli.Tests.Fakes;
using Microsoft.CodeAnalysis.Sarif;
using Newtonsoft.Json;
using NJsonSchema;

namespace Lumina.Cli.Tests;

/// <summary>What <c>validate --output sarif</c> prints, read by the SARIF SDK and checked against the standard's schema.</summary>
public sealed class SarifTests : IDisposable
{
    private const string Plan = """
        plan shop { version = "1.0" }
        let unused = 1
        // lumina-ignore LUM6001: built by hand
        component web { image = "web:latest"
          port = 80  replica = 2 }
        component db { command = "run" config { "ü" = 1 } }
        """;

    private readonly Desk _desk = new() { UsesLanguage = true };

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_log_is_what_the_standard_says()
    {
        await ValidateAsync(Plan);

        var schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(_desk.Out));
        Assert.NotEmpty(schema.Validate(_desk.Out.Replace("\"columnKind\": \"utf16CodeUnits\"", "\"columnKind\": \"bytes\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_finding_is_a_result_with_its_rule_its_place_and_its_fix()
    {
        var run = await ValidateAsync("plan shop { version = \"1.0\" }\nlet unused = 1\ncomponent web { image = \"web:latest\"  port = 80 }\n");

        Assert.Equal(
            [("LUM6003", FailureLevel.Warning), ("LUM6002", FailureLevel.Note), ("LUM6001", FailureLevel.Warning)],
            run.Results.Select(result => (result.RuleId, result.Level)));
        Assert.All(run.Results, result => Assert.Equal(result.RuleId, run.Tool.Driver.Rules[result.RuleIndex].Id));
        var unused = run.Results[0];
        Assert.Equal("UnusedLet", unused.GetRule(run).Name);
        var at = unused.Locations[0].PhysicalLocation;
        Assert.Equal("lumina.deploy", at.ArtifactLocation.Uri.OriginalString);
        Assert.Equal((2, 5, 2, 11), (at.Region.StartLine, at.Region.StartColumn, at.Region.EndLine, at.Region.EndColumn));
        var replacement = unused.Fixes[0].ArtifactChanges[0].Replacements[0];
        Assert.Equal((2, 1, 3, 1), (replacement.DeletedRegion.StartLine, replacement.DeletedRegion.StartColumn, replacement.DeletedRegion.EndLine, replacement.DeletedRegion.EndColumn));
        Assert.Equal("", replacement.InsertedContent.Text);
    }

    [Fact]
    public async Task A_finding_that_a_comment_silences_is_suppressed_with_its_reason()
    {
        var run = await ValidateAsync("plan shop {}\n// lumina-ignore LUM6001: built by hand\ncomponent web { image = \"web:latest\" }\n");

        var suppression = Assert.Single(Assert.Single(run.Results).Suppressions);
        Assert.Equal(SuppressionKind.InSource, suppression.Kind);
        Assert.Equal("built by hand", suppression.Justification);
    }

    [Fact]
    public async Task Problems_of_the_settings_are_results_in_their_file()
    {
        File.WriteAllText(Path.Combine(_desk.Folder, "lumina.json"), "{\n  \"findings\": { \"unused-let\": \"of\" }\n}\n");

        var run = await ValidateAsync("plan shop {}\ncomponent web { command = \"run\" }\n", ExitCode.Wrong);

        var at = Assert.Single(run.Results).Locations[0].PhysicalLocation;
        Assert.Equal(("lumina.json", 2, 31), (at.ArtifactLocation.Uri.OriginalString, at.Region.StartLine, at.Region.StartColumn));
    }

    [Fact]
    public async Task No_other_verb_has_it()
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("graph --output sarif"));

        Assert.Contains("'sarif' is no output: text or json.", _desk.Error, StringComparison.Ordinal);
    }

    private async Task<Run> ValidateAsync(string plan, ExitCode? expected = null)
    {
        File.WriteAllText(_desk.PlanFile, plan);
        var ended = await _desk.TypeAsync("validate --output sarif");
        if (expected is { } wanted) Assert.Equal(wanted, ended);
        var log = JsonConvert.DeserializeObject<SarifLog>(_desk.Out, new JsonSerializerSettings { MissingMemberHandling = MissingMemberHandling.Error });
        Assert.NotNull(log);
        Assert.Equal(SarifVersion.Current, log.Version);
        return Assert.Single(log.Runs);
    }
}
