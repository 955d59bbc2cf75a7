using Lumina.Cli.CommandLine;
using Lumina.Cli.Tests.Fakes;
using Lumina.Cli.Tests.Reference;

namespace Lumina.Cli.Tests;

public sealed class ParsingTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("upp", "There is no verb 'upp'.", "Did you mean 'up'?")]
    [InlineData("valdiate", "There is no verb 'valdiate'.", "Did you mean 'validate'?")]
    [InlineData("frobnicate", "There is no verb 'frobnicate'.", "See: lumina --help")]
    [InlineData("host strat", "There is no verb 'strat' of lumina host.", "Did you mean 'start'?")]
    [InlineData("up --parm a=b", "lumina up has no option --parm.", "Did you mean '--param'?")]
    [InlineData("up --frobnicate", "lumina up has no option --frobnicate.", "See: lumina up --help")]
    [InlineData("up one.deploy two.deploy", "lumina up does not take 'two.deploy' as well.", "See: lumina up --help")]
    [InlineData("up --output yaml", "'yaml' is no output: text or json.", "See: lumina up --help")]
    [InlineData("up --param version", "'version' is not a param.", "Write it as --param name=value")]
    [InlineData("up --env prod", "lumina.deploy has no environment 'prod'.", "It has: development, staging")]
    [InlineData("up --env stagin", "lumina.deploy has no environment 'stagin'.", "Did you mean 'staging'? It has: development, staging")]
    [InlineData("up --env dev", "lumina.deploy has no environment 'dev'.", "Did you mean 'development'? It has: development, staging")]
    [InlineData("up --timeout 5", "'5' is not a duration.", "Write it as 500ms, 30s, 5m or 1h")]
    [InlineData("up --host localhost", "'localhost' is not the address of a host.", "Write it as --host http://127.0.0.1:7400")]
    [InlineData("graph --format png", "'png' is no format for a graph.", "There are: text, dot, mermaid, svg")]
    [InlineData("graph --format mermade", "'mermade' is no format for a graph.", "Did you mean 'mermaid'?")]
    [InlineData("rehearse --from runing", "'runing' is nothing to begin with.", "Did you mean 'running'?")]
    [InlineData("rehearse --start soon", "'soon' is not a duration.", "Write it as 500ms, 30s, 5m or 1h")]
    [InlineData("rehearse --requests many", "'many' is no number of requests a second.", "Write it as --requests 200, at most 100000")]
    [InlineData("history --limit 0", "--limit is 0.", "It is a number from 1 to 1000.")]
    [InlineData("logs core --lines 0", "--lines is 0.", "It is a number from 1 to 10000.")]
    [InlineData("apply", "There is nobody to ask whether to go on: this is not a terminal.", "Look at it with lumina plan, then: lumina apply --yes")]
    public async Task A_wrong_command_line_says_what_to_do(string line, string message, string remedy)
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));

        Assert.Equal($"error LUM7014: {message}\n  {remedy}\n", _desk.Error);
        Assert.Empty(_desk.Out);
    }

    [Theory]
    [InlineData("validate missing.deploy", "The plan missing.deploy is not there.")]
    [InlineData("up .", ". is a folder, not a plan.")]
    [InlineData("plan lumina.deploy/x", "The plan lumina.deploy/x is not there.")]
    public async Task A_plan_that_can_not_be_read_is_explained(string line, string message)
    {
        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync(line));

        Assert.StartsWith($"error LUM7013: {message}\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_too_large_is_explained()
    {
        using (var file = File.OpenWrite(_desk.PlanFile)) file.SetLength(101 * 1024 * 1024);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate"));

        Assert.StartsWith("error LUM7013: The plan lumina.deploy is too large: more than 100 MB.\n", _desk.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_of_a_folder_above_is_found()
    {
        var below = Directory.CreateDirectory(Path.Combine(_desk.Folder, "a", "b")).FullName;

        Assert.Equal(ExitCode.Done, await LuminaCommand.RunAsync(_desk.World() with { CurrentDirectory = below }, ["validate"], default));
    }

    [Fact]
    public async Task Without_a_plan_anywhere_that_is_said()
    {
        File.Delete(_desk.PlanFile);

        Assert.Equal(ExitCode.Wrong, await _desk.TypeAsync("validate"));

        Assert.StartsWith($"error LUM7013: There is no lumina.deploy in {_desk.Folder} nor above it.\n", _desk.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("up --help")]
    [InlineData("host --help")]
    [InlineData("--version")]
    public async Task Help_goes_to_standard_output(string line)
    {
        Assert.Equal(ExitCode.Done, await _desk.TypeAsync(line));

        Assert.NotEmpty(_desk.Out);
        Assert.Empty(_desk.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    public async Task Alone_it_lists_the_verbs_in_groups(string line)
    {
        await _desk.TypeAsync(line);

        Golden.Check("tests/Lumina.Cli.Tests/Goldens/help.txt", _desk.Out);
    }

    [Fact]
    public void The_short_help_lists_every_verb() =>
        Assert.Equal(LuminaCommand.Create(_desk.World()).Subcommands.Select(verb => verb.Name).Order(), RootHelp.Listed.Order());

    [Fact]
    public async Task Every_help_fits_80_columns_and_has_an_example()
    {
        var root = LuminaCommand.Create(_desk.World());
        string[] paths = [.. root.Subcommands.Select(verb => verb.Name), .. ReferencePage.Verbs(root, "").Select(verb => verb.Path)];
        foreach (var path in paths.Prepend(""))
        {
            using var desk = new Desk();

            Assert.Equal(ExitCode.Done, await desk.TypeAsync(path + " --help"));

            Assert.All(desk.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, $"{path}: {line}"));
            Assert.Contains("\nExamples:\n  lumina ", desk.Out);
        }
    }

    [Fact]
    public void Every_verb_has_an_example_that_it_understands()
    {
        var root = LuminaCommand.Create(_desk.World());
        var verbs = root.Subcommands.Concat(root.Subcommands.SelectMany(group => group.Subcommands)).OfType<Verb>().ToArray();

        Assert.Equal(47, verbs.Length);
        Assert.All(verbs, verb =>
        {
            Assert.NotEmpty(verb.Examples);
            Assert.All(verb.Examples, example =>
            {
                var line = example.Split('|', '>')[0].TrimEnd()["lumina ".Length..].Replace("\"too many errors\"", "many", StringComparison.Ordinal)
                    .Replace("\"core: error_rate=20% at step 2\"", "core:crash", StringComparison.Ordinal);
                var parse = root.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                Assert.Empty(parse.Errors);
                Assert.Same(verb, parse.CommandResult.Command);
            });
        });
    }
}
