using System.Reflection;
using System.Text;
using Lumina.Language.Checks.Style;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Language.Tests;

public sealed class CatalogueTests
{
    private const string Page = "docs/reference/diagnostics.md";

    private static readonly Dictionary<int, string> Groups = new()
    {
        [1] = "1xxx: syntax",
        [2] = "2xxx: binding and types",
        [3] = "3xxx: plan and graph",
        [5] = "5xxx: targets and capabilities",
        [6] = "6xxx: style",
        [8] = "8xxx: policy",
    };

    public static TheoryData<string> FoundByTheLanguage =>
        [.. DiagnosticCatalogue.All.Where(e => e.FoundBy == FoundBy.Language && e.Example.Length > 0).Select(e => e.Code)];

    [Fact]
    public void Every_code_is_used_once_and_every_name_too()
    {
        Assert.Equal(DiagnosticCatalogue.All.Length, DiagnosticCatalogue.All.DistinctBy(e => e.Code).Count());
        Assert.Equal(DiagnosticCatalogue.All.Length, DiagnosticCatalogue.All.DistinctBy(e => e.Name).Count());
    }

    [Fact]
    public void Every_entry_that_is_declared_is_in_the_catalogue()
    {
        var declared = typeof(DiagnosticEntry).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(DiagnosticEntry))
            .Select(f => ((DiagnosticEntry)f.GetValue(null)!).Code)
            .Concat(StyleRules.All.Select(rule => rule.Entry.Code));
        Assert.Equal(declared.Order(), DiagnosticCatalogue.All.Select(e => e.Code).Order());
    }

    [Fact]
    public void Every_rule_of_style_is_in_use() => Assert.Equal(
        typeof(StyleRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(StyleRule))).Select(t => t.Name).Order(),
        StyleRules.All.Select(rule => rule.GetType().Name).Order());

    [Fact]
    public void A_retired_code_never_comes_back() =>
        Assert.Empty(DiagnosticCatalogue.Retired.Intersect(DiagnosticCatalogue.All.Select(e => e.Code)));

    [Fact]
    public void Every_entry_says_what_it_is_about()
    {
        Assert.All(DiagnosticCatalogue.All, e =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", e.Name);
            Assert.NotEmpty(e.Title);
            Assert.True(e.Explanation.Length > 20, e.Code);
            Assert.Contains(e.Number / 1000, Groups.Keys);
        });
    }

    [Theory]
    [MemberData(nameof(FoundByTheLanguage))]
    public void An_entrys_example_provokes_it_and_nothing_else_that_is_wrong(string code)
    {
        var entry = DiagnosticCatalogue.Find(code)!;
        var levels = FindingLevels.With(entry.IsOffByDefault ? [new(code, FindingLevels.Of(entry.Severity))] : []);
        var found = PlanCompiler.Compile(new PlanInputs("test.deploy", entry.Example) { Levels = levels }).Diagnostics;
        Assert.Contains(found, d => d.Code == code && d.Severity == entry.Severity);
        Assert.DoesNotContain(found, d => d.Code != code && d.Severity != Severity.Info && code is not "LUM3014");
    }

    public static TheoryData<string> FoundInRules => [.. DiagnosticCatalogue.All.Where(e => e.FoundBy == FoundBy.Rules && e.Example.Length > 0).Select(e => e.Code)];

    [Theory]
    [MemberData(nameof(FoundInRules))]
    public void An_example_of_rules_provokes_its_finding_and_nothing_else(string code)
    {
        var entry = DiagnosticCatalogue.Find(code)!;
        var found = RuleCompiler.Compile([new RuleFile("test.rules", entry.Example)]).Diagnostics;
        Assert.Contains(found, d => d.Code == code && d.Severity == entry.Severity);
        Assert.DoesNotContain(found, d => d.Code != code);
    }

    [Fact]
    public void Only_what_needs_a_very_large_plan_or_several_files_has_no_example() => Assert.Equal(
        ["LUM1012", "LUM1016", "LUM1017", "LUM3104", "LUM3105", "LUM6099", "LUM6006", "LUM8004", "LUM8012", "LUM8202", "LUM8220"],
        DiagnosticCatalogue.All.Where(e => e.Example.Length == 0).Select(e => e.Code));

    [Fact]
    public void What_others_find_says_what_it_is_about()
    {
        var at = Compiled.From("plan p {}\ncomponent a { command = \"x\" }\n").LocationOf("a");
        Assert.Equal(
            [
                "LUM3008 These components wait for each other: a → b → a.",
                "LUM5001 The environment 'production' runs on target 'kubernetes', for which this host has no driver.",
                "LUM5001 The component 'a' runs on target 'kubernetes', for which this host has no driver.",
                "LUM5002 The target 'process' can't run images, and the component 'a' has no command.",
                "LUM5003 The target 'docker' can't run plain commands, and the component 'a' has no image.",
            ],
            new[]
            {
                GraphFindings.DependencyCycle(at, ["a", "b", "a"]), TargetFindings.NoDriver(at, "production", "kubernetes"),
                TargetFindings.NoDriverForComponent(at, "a", "kubernetes"), TargetFindings.CannotRunImages(at, "a", "process"),
                TargetFindings.CannotRunCommands(at, "a", "docker"),
            }.Select(d => d.Code + " " + d.Message));
    }

    [Fact]
    public void The_page_about_diagnostics_says_what_the_catalogue_says()
    {
        var path = Repository.PathOf(Page);
        var wanted = Write();
        if (Repository.Rewrites)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, wanted);
        }
        Assert.True(File.Exists(path) && File.ReadAllText(path) == wanted, $"{Page} is stale: run the tests with LUMINA_REWRITE_GOLDENS=1.");
    }

    private static string Write()
    {
        var page = new StringBuilder("# Diagnostics\n\nWritten from the catalogue in `dsl/Lumina.Language/Diagnostics`; a test rewrites it, see there.\n");
        foreach (var group in DiagnosticCatalogue.All.OrderBy(e => e.Number).GroupBy(e => e.Number / 1000))
        {
            page.Append($"\n## {Groups[group.Key]}\n");
            foreach (var entry in group)
                Write(entry, page);
        }
        page.Append($"\n## Retired\n\nEarlier versions reported {string.Join(", ", DiagnosticCatalogue.Retired)}; no other finding gets these codes.\n");
        return page.ToString();
    }

    private static void Write(DiagnosticEntry entry, StringBuilder page)
    {
        var level = entry.Severity.ToString().ToLowerInvariant() + (entry.IsOffByDefault ? ", off unless lumina.json asks for it" : "");
        page.Append($"\n### {entry.Code} {entry.Name}\n\n**{entry.Title}** ({level}). {entry.Explanation}\n");
        if (entry.FoundBy != FoundBy.Language)
            page.Append($"\nFound {PlaceOf(entry.FoundBy)}.\n");
        if (entry.Example.Length is > 0 and < 400 && !entry.Example.Any(c => char.IsControl(c) && c != '\n' || char.IsSurrogate(c)))
            page.Append($"\n```text\n{entry.Example.TrimEnd()}\n```\n");
    }

    private static string PlaceOf(FoundBy by) => by switch
    {
        FoundBy.Planning => "by: planning",
        FoundBy.Settings => "in lumina.json",
        FoundBy.Rules => "in rules",
        FoundBy.Policy => "by: policy, in rules",
        _ => "by: the host, or from what a plan is run with",
    };
}
