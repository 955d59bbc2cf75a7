using System.Text.RegularExpressions;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed partial class MistakesTests
{
    private static readonly string TenMistakes = File.ReadAllText(Programs.PathOf("examples/ten-mistakes.deploy"));

    [Fact]
    public async Task Ten_different_mistakes_are_all_reported_with_code_line_column_and_caret_and_nothing_is_touched()
    {
        await using var workspace = new Workspace(TenMistakes);
        var run = (await workspace.RunAsync("up")).Ends(2);

        Assert.Empty(run.Out);
        run.Complains("10 errors", "nothing was touched");
        var found = Finding().Matches(run.Error);
        Assert.Equal(10, found.Count);
        Assert.Equal(10, found.Select(finding => finding.Groups["code"].Value).Distinct().Count());
        var lines = TenMistakes.Split('\n');
        foreach (Match finding in found)
            PointsAtItsLine(finding, lines);

        Assert.Equal(Expected(lines), found.Select(finding => int.Parse(finding.Groups["line"].Value, null)).Order());
        NothingWasTouched(workspace);
    }

    [Fact]
    public async Task The_same_ten_come_as_json_to_scripts()
    {
        await using var workspace = new Workspace(TenMistakes);
        var run = (await workspace.RunAsync("up", "--output", "json")).Ends(2);
        Assert.Equal("refused", run.Json["outcome"]?.GetValue<string>());
        Assert.Null(run.Json["deployment"]);
        Assert.Equal(10, run.Json["diagnostics"]!.AsArray().Count(finding => finding?["severity"]?.GetValue<string>() == "error"));
        NothingWasTouched(workspace);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_plan_saved_as_utf_16_is_refused_with_a_message_that_says_so(string encoding)
    {
        await using var workspace = new Workspace("");
        var text = System.Text.Encoding.GetEncoding(encoding);
        workspace.Write("lumina.deploy", [.. text.GetPreamble(), .. text.GetBytes("plan hello\n\ncomponent hello { command = [\"true\"] }\n")]);
        var run = (await workspace.RunAsync("up")).Ends(2);
        run.Complains("lumina.deploy", "UTF-8");
        NothingWasTouched(workspace);
    }

    [Fact]
    public async Task A_plan_with_a_nul_byte_is_refused_where_it_is()
    {
        await using var workspace = new Workspace("plan hello\n\ncomponent hello { command = [\"tr\0ue\"] }\n");
        var run = (await workspace.RunAsync("up")).Ends(2);
        Assert.Matches(@"lumina\.deploy:3:\d+", run.Error);
        NothingWasTouched(workspace);
    }

    private static void PointsAtItsLine(Match finding, string[] lines)
    {
        var line = int.Parse(finding.Groups["line"].Value, null);
        var column = int.Parse(finding.Groups["column"].Value, null);
        var shown = finding.Groups["source"].Value;
        Assert.Equal(lines[line - 1].TrimEnd(), shown.TrimEnd());
        // The caret stands under the column that is named, counted from where the line begins.
        Assert.Equal(column - 1, finding.Groups["space"].Value.Length);
    }

    // The mistakes are numbered in the file.
    private static IEnumerable<int> Expected(string[] lines) =>
        Enumerable.Range(1, lines.Length).Where(number => Numbered().IsMatch(lines[number - 1]));

    private static void NothingWasTouched(Workspace workspace)
    {
        Assert.False(Directory.Exists(workspace.State), "a state folder was made");
        Assert.Empty(workspace.AllProcesses());
        // The key of the workspace's secret is there from the beginning.
        Assert.Equal([".lumina", ".lumina/keys"], Directory.EnumerateDirectories(workspace.Home, "*", SearchOption.AllDirectories).Select(folder => Path.GetRelativePath(workspace.Home, folder)).Order());
        Assert.All(Directory.EnumerateFiles(workspace.Home, "*", SearchOption.AllDirectories), file => Assert.Equal("keys", Path.GetFileName(Path.GetDirectoryName(file))));
    }

    [GeneratedRegex(@"// \d+: ")]
    private static partial Regex Numbered();

    // lumina.deploy:13:10: error LUM5004: There is no target 'dcoker'; …
    //   target dcoker
    //          ^^^^^^
    [GeneratedRegex(@"^lumina\.deploy:(?<line>\d+):(?<column>\d+): error (?<code>LUM\d{4}): .+\n  (?<source>.*)\n  (?<space> *)\^+$", RegexOptions.Multiline)]
    private static partial Regex Finding();
}
