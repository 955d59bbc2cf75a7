using System.Text.RegularExpressions;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

/// <summary>What the documentation tells a newcomer to type, typed.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("docs/tutorial.md")]
    [InlineData("docs/how-to/preview.md")]
    [InlineData("docs/how-to/rehearse.md")]
    [InlineData("examples/secrets/README.md")]
    public async Task A_page_works_as_it_is_written(string path)
    {
        var page = await File.ReadAllTextAsync(Programs.PathOf(path));
        var commands = new List<(string Command, int ExitCode)>();
        foreach (var line in Blocks(page, "console").SelectMany(block => block.Split('\n')))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
                commands.Add((line[2..], 0));
            else if (ExitComment().Match(line) is { Success: true } exit)
                commands[^1] = (commands[^1].Command, int.Parse(exit.Groups[1].Value, null));
        }

        Assert.InRange(commands.Count, 10, 100);
        await using var clone = new Clone();
        await clone.TypeAllAsync(commands);
        Assert.Empty(clone.Workspace.AllProcesses().Select(Processes.CommandLine));
    }

    [Fact]
    public async Task The_commands_of_the_readme_work_in_their_order()
    {
        var page = await File.ReadAllTextAsync(Programs.PathOf("README.md"));
        var first = Blocks(page, "sh").First().Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).ToArray();
        Assert.Equal(["./lumina up", "./lumina down"], first);
        const string NewestId = "\"$(./lumina history --output json | grep -o 'dep-[0-9A-Za-z]*' | head -n 1)\"";
        var table =
            from row in TryAndSee().Matches(page)
            let exitCode = ExitCodeInText().Match(row.Groups["see"].Value)
            from command in InBackticks().Matches(row.Groups["try"].Value)
            select (command.Groups[1].Value.Replace("ID", NewestId, StringComparison.Ordinal), exitCode.Success ? int.Parse(exitCode.Groups[1].Value, null) : 0);

        await using var clone = new Clone();
        await clone.TypeAllAsync([(first[0], 0), ("curl --fail --silent --show-error http://127.0.0.1:8080/", 0), .. table, (first[1], 0)]);
        Assert.Empty(clone.Workspace.AllProcesses().Select(Processes.CommandLine));
    }

    [Fact]
    public async Task The_examples_do_what_their_page_and_their_comments_say()
    {
        var page = await File.ReadAllTextAsync(Programs.PathOf("examples/README.md"));
        var ofPage = Blocks(page, "sh").Single().Split('\n').Where(line => line.StartsWith("./lumina ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, ofPage.Length);
        var ofBadVersion = InComment().Matches(await File.ReadAllTextAsync(Programs.PathOf("examples/bad-version.deploy")))
            .Select(command => command.Groups[1].Value).ToArray();
        Assert.Equal(2, ofBadVersion.Length);

        await using var clone = new Clone();
        await clone.TypeAllAsync(
        [
            .. ofPage.Select(command => (command, command.Contains("ten-mistakes", StringComparison.Ordinal) ? 2 : 0)),
            (ofBadVersion[0], 0),
            (ofBadVersion[1], 5),
            ("./lumina down examples/bad-version.deploy", 0),
        ]);
        Assert.Empty(clone.Workspace.AllProcesses().Select(Processes.CommandLine));
    }

    [Fact]
    public async Task All_examples_are_valid_but_the_one_with_ten_mistakes()
    {
        await using var clone = new Clone();
        var examples = Directory.GetFiles(Programs.PathOf("examples"), "*.deploy").Select(path => "examples/" + Path.GetFileName(path)).Order().ToArray();
        Assert.Contains("examples/hello.deploy", examples);
        foreach (var example in examples.Append("lumina.deploy"))
        {
            var isWrong = example.EndsWith("ten-mistakes.deploy", StringComparison.Ordinal);
            var run = (await clone.Workspace.RunAsync("validate", example, "--output", "json")).Ends(isWrong ? 2 : 0);
            Assert.Equal(isWrong ? 10 : 0, run.Json["diagnostics"]!.AsArray().Count);
        }

        (await clone.Workspace.RunAsync("validate", "--env", "production")).Ends(0);
    }

    private static IEnumerable<string> Blocks(string page, string language) =>
        Regex.Matches(page, $"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value);

    [GeneratedRegex(@"^# exit (\d+)$")]
    private static partial Regex ExitComment();

    [GeneratedRegex(@"^\| (?<try>`\./lumina[^|]*) \| (?<see>[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex TryAndSee();

    [GeneratedRegex(@"`(\./lumina[^`]*)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"exit code (\d+)")]
    private static partial Regex ExitCodeInText();

    [GeneratedRegex(@"^//   (\./lumina .*)$", RegexOptions.Multiline)]
    private static partial Regex InComment();

    /// <summary>What a clone of the repository has that these commands touch, with other ports, the programs as they are published.</summary>
    private sealed class Clone : IAsyncDisposable
    {
        private readonly Dictionary<string, string> _ports = ((string[])["8000", "8001", "8002", "8003", "8080", "8100", "8101"]).ToDictionary(port => port, _ => $"{Ports.Take()}");

        public Clone()
        {
            Workspace = new Workspace(OtherPorts(File.ReadAllText(Programs.PathOf("lumina.deploy"))));
            foreach (var folder in (string[])["examples/services", "examples/secrets"])
                Directory.CreateDirectory(Path.Combine(Workspace.Root, folder));
            File.Copy(Programs.PathOf("examples/secrets/lumina.deploy"), Path.Combine(Workspace.Root, "examples/secrets/lumina.deploy"));
            foreach (var example in Directory.GetFiles(Programs.PathOf("examples"), "*.deploy"))
                Workspace.Write("examples/" + Path.GetFileName(example), OtherPorts(File.ReadAllText(example)));
            File.Copy(Programs.Service, Path.Combine(Workspace.Root, "examples/services/run"));
            Directory.CreateSymbolicLink(Path.Combine(Workspace.Root, "artifacts"), Programs.PathOf("artifacts"));
            File.CreateSymbolicLink(Path.Combine(Workspace.Root, "lumina"), Programs.Cli);
        }

        public Workspace Workspace { get; }

        public async Task TypeAllAsync(IReadOnlyList<(string Command, int ExitCode)> commands)
        {
            foreach (var (command, exitCode) in commands)
                (await Workspace.RunProgramAsync("bash", "-c", OtherPorts(command))).Ends(exitCode);
        }

        public ValueTask DisposeAsync() => Workspace.DisposeAsync();

        private string OtherPorts(string text) => Regex.Replace(text, @"(?<=port\s+= |127\.0\.0\.1:)(8\d\d\d)\b", port => _ports.GetValueOrDefault(port.Value, port.Value));
    }
}
