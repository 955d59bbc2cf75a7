using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using NJsonSchema;

namespace Lumina.Language.Tests;

/// <summary>What <c>lumina.json</c> says, what is wrong in it, and what it changes.</summary>
public sealed class LevelsTests
{
    private const string Page = "docs/reference/lumina.schema.json";
    private const string Plan = "plan p {}\nlet unused = 1\ncomponent web { image = \"web:latest\"  port = 80 }\n";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> FoundInSettings => [.. DiagnosticCatalogue.All.Where(e => e.FoundBy == FoundBy.Settings).Select(e => e.Code)];

    [Theory]
    [InlineData("{}", "LUM6003 Warning, LUM6002 Info, LUM6001 Warning")]
    [InlineData("""{ "findings": { "unused-let": "off", "LUM6001": "error", "no-health-check": "warning" } }""", "LUM6002 Warning, LUM6001 Error")]
    [InlineData("""{ "findings": { "LUM6001": "info", }, /* why */ "$schema": "x" }""", "LUM6003 Warning, LUM6002 Info, LUM6001 Info")]
    [InlineData("\uFEFF{ \"findings\": { \"unused-let\": \"off\" } }", "LUM6002 Info, LUM6001 Warning")]
    public void Levels_are_set_by_code_or_by_name(string settings, string expected)
    {
        var read = LevelsFile.Read("lumina.json", settings);
        Assert.Empty(read.Problems);
        var found = Compile(Plan, read.Levels);
        Assert.Equal(expected, string.Join(", ", found.Diagnostics.Select(d => $"{d.Code} {d.Severity}")));
        Assert.Equal(expected.Contains("Error", StringComparison.Ordinal), found.HasErrors);
        Assert.Equal(found.HasErrors, found.PlanFor("development") is null);
    }

    [Theory]
    [InlineData("""{ "findings": { "port-conflict": "off" } }""", "1:17-32 LUM6093 LUM3009 (port-conflict) is an error and stays one.")]
    [InlineData("""{ "findings": { "port-conflict": "error" } }""", "")]
    [InlineData("{\n  \"findings\": {\n    \"unused-lett\": \"off\"\n  }\n}", "3:5-18 LUM6091 There is no finding 'unused-lett'. Did you mean 'unused-let'?")]
    [InlineData("""{ "finding": { } }""", "1:3-12 LUM6091 There is no setting 'finding'. Did you mean 'findings'?")]
    [InlineData("""{ "findings": { "unused-let": "warn" } }""", "1:31-37 LUM6092 There is no level \"warn\"; there are off, info, warning and error. Did you mean 'warning'?")]
    [InlineData("""{ "findings": { "ü": 1, "unused-let": [true, {}], "LUM6001": "off" } }""",
        "1:17-20 LUM6091 There is no finding 'ü'.; 1:39-40 LUM6092 There is no level [; there are off, info, warning and error.")]
    [InlineData("""{ "findings": { "unused-let": "off", "LUM6003": "error" } }""", "1:38-47 LUM6094 The level of LUM6003 (unused-let) is already set.")]
    [InlineData("""{ "findings": [] }""", "1:15-16 LUM6090 Expected an object with a level for each finding: { \"unused-let\": \"off\" }.")]
    [InlineData("[]", "1:1-2 LUM6090 Expected an object: { \"findings\": { … } }.")]
    public void What_is_wrong_is_said_at_its_place(string settings, string expected) => Assert.Equal(
        expected,
        string.Join("; ", LevelsFile.Read("lumina.json", settings).Problems.Select(p => $"{p.Location.Line}:{p.Location.Column}-{p.Location.EndColumn} {p.Code} {p.Message}")));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"findings\": { \"unused-let\": \"\\ud800\" } }")]
    [InlineData("{} {}")]
    [InlineData("nul")]
    public void What_is_no_json_is_one_problem(string settings)
    {
        var problem = Assert.Single(LevelsFile.Read("lumina.json", settings).Problems, p => p.Severity == Severity.Error);
        Assert.Equal("LUM6090", problem.Code);
        Assert.InRange(problem.Location.Start, 0, settings.Length);
    }

    [Fact]
    public void No_text_makes_it_throw() => Gen.OneOf(Gen.String, Gen.String["{}[]\":, findgs$off"]).Sample(
        text => Assert.All(LevelsFile.Read("lumina.json", "{ \"findings\": {" + text).Problems, p => Assert.NotEmpty(p.Message)),
        iter: 5000);

    [Theory]
    [MemberData(nameof(FoundInSettings))]
    public void An_entrys_example_provokes_it_and_nothing_else(string code)
    {
        var entry = DiagnosticCatalogue.Find(code)!;
        var problem = Assert.Single(LevelsFile.Read("lumina.json", entry.Example).Problems);
        Assert.Equal((code, entry.Severity), (problem.Code, problem.Severity));
    }

    [Fact]
    public void A_comment_silences_a_finding_that_the_settings_have_made_an_error()
    {
        var levels = FindingLevels.Parse([new("LUM6003", "error")]);
        Assert.True(Compile("plan p {}\nlet a = 1\ncomponent web { command = \"run\" }\n", levels).HasErrors);
        var silenced = Compile("plan p {}\n// lumina-ignore LUM6003: soon\nlet a = 1\ncomponent web { command = \"run\" }\n", levels);
        Assert.False(silenced.HasErrors);
        Assert.Equal("soon", Assert.Single(silenced.Silenced).Reason);
    }

    [Fact]
    public void A_comment_is_not_told_to_silence_nothing_when_the_finding_is_off() => Assert.Empty(Compile(
        "plan p {}\n// lumina-ignore LUM6003: soon\nlet a = 1\ncomponent web { command = \"run\" }\n", FindingLevels.Parse([new("LUM6003", "off")])).Diagnostics);

    [Fact]
    public void Levels_travel_by_their_names()
    {
        var levels = FindingLevels.Parse([new("LUM6003", "off"), new("LUM3009", "off"), new("LUM6001", "loud"), new("LUM9999", "off")]);
        Assert.Equal([new KeyValuePair<string, string>("LUM6003", "off")], levels.ToNames());
    }

    [Fact]
    public void A_thousand_notes_are_listed_and_do_not_stop_a_plan()
    {
        var text = "plan p {}\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"component c{i} {{ image = \"c\"  port = {i + 1} }}\n"));
        var found = Compiled.From(text);
        Assert.False(found.HasErrors);
        Assert.Equal(1001, found.Diagnostics.Length);
        Assert.Equal("LUM6099", found.Diagnostics[^1].Code);
    }

    [Fact]
    public async Task The_schema_says_what_the_catalogue_says_and_takes_what_is_taken()
    {
        var path = Repository.PathOf(Page);
        var wanted = Write();
        if (Repository.Rewrites)
            await File.WriteAllTextAsync(path, wanted, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == wanted, $"{Page} is stale: run the tests with LUMINA_REWRITE_GOLDENS=1.");
        var schema = await JsonSchema.FromJsonAsync(wanted, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate("""{ "$schema": "lumina.schema.json", "findings": { "LUM6003": "off", "undescribed-param": "info", "no-health-check": "error" } }"""));
        Assert.NotEmpty(schema.Validate("""{ "findings": { "port-conflict": "off" } }"""));
        Assert.NotEmpty(schema.Validate("""{ "findings": { "unused-let": "warn" } }"""));
        Assert.NotEmpty(schema.Validate("""{ "finding": {} }"""));
    }

    [Fact]
    public void The_page_about_it_shows_what_works()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/reference/lumina-json.md"));
        var settings = LevelsFile.Read("lumina.json", Fenced(page, "json"));
        Assert.Empty(settings.Problems);
        Assert.Equal(3, settings.Levels.Changed.Count);
        var compilation = Compiled.From("plan p {}\n" + Fenced(page, "lumina"));
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(["LUM6001", "LUM6003", "LUM6019"], compilation.Silenced.Select(s => s.Finding.Code).Order());
    }

    private static string Fenced(string page, string language)
    {
        var start = page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static PlanCompilation Compile(string text, FindingLevels levels) =>
        PlanCompiler.Compile(new PlanInputs("test.deploy", text) { Levels = levels });

    private static string Write()
    {
        var findings = new JsonObject();
        foreach (var entry in DiagnosticCatalogue.All.Where(e => e.CanBeChanged).OrderBy(e => e.Number))
        {
            findings[entry.Name] = Level($"{entry.Code}: {entry.Title}. {entry.Explanation}", entry.DefaultLevel);
            findings[entry.Code] = Level($"{entry.Name}: {entry.Title}. {entry.Explanation}", entry.DefaultLevel);
        }
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "lumina.json",
            ["description"] = "How seriously Lumina takes what it finds in the plans beside and below this file.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["$schema"] = new JsonObject { ["type"] = "string", ["description"] = "Where this schema is, for editors." },
                ["findings"] = new JsonObject
                {
                    ["description"] = "Levels of findings, by name or by code.",
                    ["type"] = "object",
                    ["properties"] = findings,
                    ["additionalProperties"] = false,
                },
            },
            ["additionalProperties"] = false,
            ["definitions"] = new JsonObject { ["level"] = new JsonObject { ["enum"] = new JsonArray([.. FindingLevels.Names.Select(n => JsonValue.Create(n))]) } },
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Level(string description, FindingLevel level) => new()
    {
        ["description"] = description,
        ["default"] = FindingLevels.NameOf(level),
        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/definitions/level" }),
    };
}
