using System.Text.RegularExpressions;
using Lumina.Cli.Tests.Fakes;
using Lumina.Language.Formatting;
using Lumina.Language.Rules;

namespace Lumina.Cli.Tests;

/// <summary>The rules under examples/rules: right, laid out, tested both ways, and told about on their page.</summary>
public sealed class StarterRulesTests
{
    private static readonly string Folder = Golden.PathOf("examples/rules");

    private static RuleFile[] Files => [.. Directory.GetFiles(Folder, "*.rules").Order(StringComparer.Ordinal).Select(path => new RuleFile(Path.GetFileName(path), File.ReadAllText(path)))];

    [Fact]
    public async Task All_tests_pass_and_have_seen_each_rule_fire_and_be_silent()
    {
        using var desk = new Desk { Width = 200 };

        var code = await desk.TypeAsync($"policy test {Folder} --min-coverage 100");

        Assert.True(code is ExitCode.Done, desk.Out + desk.Error);
        Assert.Matches(@"^\d+ tests of (2\d|[3-9]\d) rules: all passed, 100% covered", desk.Out);
        Assert.Equal("", desk.Error);
    }

    [Fact]
    public void They_are_laid_out_and_without_a_finding()
    {
        Assert.All(Files, file => Assert.Equal(file.Text, PlanFormatter.Format(file.Text, file.Name).Text));
        Assert.Empty(RuleCompiler.Compile(Files).Diagnostics.Select(finding => $"{finding.Location.File}:{finding.Location.Line} {finding.Code} {finding.Message}"));
    }

    [Fact]
    public void Their_page_has_a_row_for_each_with_its_effect_its_environments_and_its_purpose()
    {
        var rules = RuleCompiler.Compile(Files).Rules.Rules;
        var rows = Regex.Matches(File.ReadAllText(Path.Combine(Folder, "README.md")), @"^\| `.*$", RegexOptions.Multiline).Select(row => row.Value).Order(StringComparer.Ordinal);

        Assert.Equal(
            rules.Select(rule => $"| `{rule.Name}` | {Effect(rule)} | {(rule.Environments.IsEmpty ? "everywhere" : string.Join(", ", rule.Environments))} | {rule.Description} |").Order(StringComparer.Ordinal),
            rows);
    }

    [Theory]
    [InlineData("examples/hello.deploy", 0, "hello may be deployed")]
    [InlineData("lumina.deploy", 3, "lumina is denied in staging, production")]
    public async Task They_can_be_asked_about_the_sample_plans(string plan, int code, string says)
    {
        using var desk = new Desk { UsesLanguage = true };

        Assert.Equal((ExitCode)code, await desk.TypeAsync($"policy check {Golden.PathOf(plan)} --rules {Folder} --at 2026-11-24"));
        Assert.Contains(says, desk.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("can't tell", desk.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_they_point_to_is_there() =>
        Assert.All(RuleCompiler.Compile(Files).Rules.Rules.Select(rule => rule.Help).OfType<string>(), help =>
        {
            var (page, anchor) = help.Split('#') is [var file, var title] ? (file, title) : (help, "");
            Assert.Matches($"(?im)^## {anchor}", File.ReadAllText(Golden.PathOf(page)));
        });

    private static string Effect(RuleSpec rule) => rule.Effect switch { RuleEffect.Deny => "deny", RuleEffect.Warn => "warn", _ => "approval" };
}
