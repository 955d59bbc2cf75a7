using System.Text.RegularExpressions;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;
using Lumina.Language.Formatting;
using Lumina.Testbed;

namespace Lumina.Cli.Tests;

/// <summary>docs/policy/how-to.md, done from its first line to its last: its files are written, its commands typed, and what they print is what the page shows.</summary>
public sealed partial class PolicyHowToTests : IDisposable
{
    private readonly Desk _desk = new() { UsesLanguage = true, Width = 200 };

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_page_works_as_it_is_written()
    {
        await using var opa = await OpaServer.StartAsync();
        Directory.CreateSymbolicLink(Path.Combine(_desk.Folder, "examples"), Golden.PathOf("examples"));
        var typed = 0;
        foreach (Match block in Blocks().Matches(await File.ReadAllTextAsync(Golden.PathOf("docs/policy/how-to.md"), TestContext.Current.CancellationToken)))
        {
            var text = block.Groups["text"].Value;
            if (block.Groups["kind"].Value is "lumina")
                Write(text);
            else
                typed += await TypeAllAsync(text, opa.Server);
        }

        Assert.Equal(12, typed);
    }

    [Fact]
    public async Task What_a_host_is_needed_for_is_at_least_understood()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("docs/policy/how-to.md"), TestContext.Current.CancellationToken);
        var lines = Indented().Matches(page).Select(line => line.Groups[1].Value).ToList();

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Empty(LuminaCommand.Create(_desk.World()).Parse(line.Split(' ')).Errors));
    }

    private void Write(string text)
    {
        var name = text.Split('\n')[0]["// ".Length..];
        Assert.Equal(text, PlanFormatter.Format(text, name).Text);
        var path = Path.Combine(_desk.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<int> TypeAllAsync(string block, string opa)
    {
        var commands = Commands().Matches(block);
        foreach (Match command in commands)
        {
            var (before, errors) = (_desk.Out.Length, _desk.Error.Length);
            var line = command.Groups["line"].Value.Replace("http://127.0.0.1:8181", opa, StringComparison.Ordinal).Split(" > ")[0];

            var code = await _desk.TypeAsync(line);

            var printed = _desk.Out[before..] + _desk.Error[errors..];
            var shown = command.Groups["shown"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var wanted = shown.FirstOrDefault(l => l.StartsWith("# exit ", StringComparison.Ordinal)) is { } exit ? int.Parse(exit["# exit ".Length..], null) : 0;
            Assert.True((int)code == wanted, $"{line} ends with {(int)code}:\n{printed}");
            Assert.All(shown.Where(l => !l.StartsWith("# exit ", StringComparison.Ordinal)), l => Assert.Contains(l, printed, StringComparison.Ordinal));
        }

        return commands.Count;
    }

    [GeneratedRegex(@"^```(?<kind>lumina|console)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\$ lumina (?<line>.*)\n(?<shown>(?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"^    lumina (.*)$", RegexOptions.Multiline)]
    private static partial Regex Indented();
}
