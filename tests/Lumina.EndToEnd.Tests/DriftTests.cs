using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

/// <summary>What somebody has changed by hand is found, and put right.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task A_file_that_was_changed_by_hand_is_shown_and_repaired_by_the_next_deployment()
    {
        var solo = new Solo("""config_file "app.json" { content = "{}" }""");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var before = await Solo.SettleAsync(workspace, revision: 1);
        Assert.Contains("nothing to change", (await workspace.RunAsync("plan")).Ends(0).Out, StringComparison.OrdinalIgnoreCase);
        var file = FileOf(before.Pids.First());
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, """{"changed": true}""", TestContext.Current.CancellationToken);

        var status = (await workspace.RunAsync("status", "-o", "json")).Ends(0);
        Assert.Contains("\"file app.json\"", status.Out, StringComparison.Ordinal);
        Assert.Contains("has another file app.json than configuration 1 says", Flat((await workspace.RunAsync("status")).Ends(0).Out), StringComparison.Ordinal);
        Assert.Contains("another file app.json → as recorded (version 1)", Flat((await workspace.RunAsync("plan")).Out), StringComparison.Ordinal);
        (await workspace.RunAsync("up")).Ends(0);

        var after = await Solo.SettleAsync(workspace, revision: 2);
        foreach (var pid in after.Pids)
            Assert.Equal("{}", await File.ReadAllTextAsync(FileOf(pid), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("as recorded", (await workspace.RunAsync("plan")).Ends(0).Out, StringComparison.Ordinal);
    }

    private static string FileOf(int pid) => Path.Combine(
        Processes.RawVariables(pid).Split('\0').Single(variable => variable.StartsWith("LUMINA_CONFIG_DIR=", StringComparison.Ordinal))["LUMINA_CONFIG_DIR=".Length..], "app.json");

    /// <summary>Without the ends of lines, which depend on how wide the terminal is.</summary>
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
