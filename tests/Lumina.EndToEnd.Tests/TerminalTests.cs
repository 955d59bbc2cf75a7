using System.Text.RegularExpressions;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed partial class TerminalTests
{
    private const int Columns = 60;

    [Fact]
    public async Task On_a_narrow_terminal_no_line_is_wider_than_the_terminal()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        await TypeAsync(workspace, "up", 0);
        await TypeAsync(workspace, "up --param version=2 --param misbehave=fail-health-after=0s --param patience=1s", 5);
        foreach (var command in (string[])["status", "history", "graph", "plan --param version=3"])
            await TypeAsync(workspace, command, 0);
        var id = (await workspace.RunAsync("history", "-o", "json")).Ends(0).Json[0]?["id"]?.GetValue<string>();
        await TypeAsync(workspace, $"show {id}", 0);
        await TypeAsync(workspace, "down", 0);
        await TypeAsync(workspace, "--help", 0);
        await TypeAsync(workspace, "up --help", 0);
    }

    [Fact]
    public async Task On_a_terminal_ctrl_c_ends_up_with_130_and_the_deployment_goes_on()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var typed = workspace.BeginProgram("script", "--quiet", "--return", "--command", $"stty cols {Columns} rows 30; exec '{Programs.Cli}' up --param misbehave=slow-start=2s", "/dev/null");
        var id = await Events.OpenOneAsync(workspace, Trio.Name);
        await Eventually.SeeAsync("middle rolls", () => Events.OfAsync(workspace, id), events => events.Has("step-started", "middle"));
        var up = await Eventually.SeeAsync("up runs", () => Processes.ChildOf(typed.Pid), pid => pid is not null);
        Processes.Interrupt(up ?? 0);

        var ended = (await typed.Ending).Ends(130);
        Assert.Contains("goes on", ended.Out, StringComparison.Ordinal);
        NoLineIsTooWide("up", ended.Out);
        Assert.Equal("succeeded", (await Events.EndOfAsync(workspace, id)).Summary.State);
    }

    /// <summary>Runs it on a terminal of its own.</summary>
    private static async Task TypeAsync(Workspace workspace, string command, int exitCode)
    {
        var run = await workspace.RunProgramAsync(
            "script", "--quiet", "--return", "--command", $"stty cols {Columns} rows 30; exec '{Programs.Cli}' {command}", "/dev/null");
        run.Ends(exitCode);
        NoLineIsTooWide(command, run.Out);
    }

    private static void NoLineIsTooWide(string command, string output)
    {
        // What moves the cursor is not seen; a line that is drawn over begins anew.
        var lines = Escapes().Replace(output, "").Split(['\n', '\r']).Select(line => line.TrimEnd());
        Assert.True(lines.Any(line => line.Length > 0), $"{command} printed nothing");
        // What a service has written is shown as it wrote it, and a digest is one word, for whoever copies them.
        Assert.Empty(lines.Where(line => line.EnumerateRunes().Count() > Columns && !OfService().IsMatch(line) && line.Trim().Contains(' ')).Select(line => $"{command}: {line}"));
    }

    [GeneratedRegex(@"^    (base|middle|web) \S+: ")]
    private static partial Regex OfService();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]")]
    private static partial Regex Escapes();
}
