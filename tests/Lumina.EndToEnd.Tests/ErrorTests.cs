using System.Security.Cryptography;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class ErrorTests
{
    private const string Hello = """
        plan hello

        component hello { command = ["sh", "-c", "while echo hello; do sleep 1; done"] }

        """;

    [Fact]
    public async Task An_unknown_verb_is_answered_with_the_one_that_was_meant()
    {
        await using var workspace = new Workspace(Hello);
        (await workspace.RunAsync("upp")).Ends(2).Complains("There is no verb 'upp'", "Did you mean 'up'?");
        (await workspace.RunAsync("up", "--parm", "version=2")).Ends(2).Complains("no option --parm", "Did you mean '--param'?");
        (await workspace.RunAsync("frobnicate")).Ends(2).Complains("There is no verb 'frobnicate'", "lumina --help");
        Assert.False(Directory.Exists(workspace.State));
    }

    [Fact]
    public async Task A_plan_that_is_missing_or_cannot_be_read_is_named_with_what_to_do()
    {
        await using var workspace = new Workspace(Hello);
        (await workspace.RunAsync("up", "nowhere.deploy")).Ends(2).Complains("LUM7013", "nowhere.deploy is not there", Path.Combine(workspace.Root, "nowhere.deploy"));
        (await workspace.RunAsync("up", workspace.Root)).Ends(2).Complains("LUM7013", "is a folder, not a plan", $"Did you mean {workspace.PlanFile}?");
        // Exists, and gives nobody its first byte.
        (await workspace.RunAsync("up", "/proc/self/mem")).Ends(2).Complains("LUM7013", "/proc/self/mem can't be read");
        Assert.False(Directory.Exists(workspace.State));
    }

    [Fact]
    public async Task A_plan_without_permission_is_named_with_what_to_do()
    {
        await using var workspace = new Workspace(Hello);
        File.SetUnixFileMode(workspace.PlanFile, UnixFileMode.None);
        // Root may read everything; without these two capabilities it may not.
        var run = Environment.IsPrivilegedProcess
            ? await workspace.RunProgramAsync("setpriv", "--bounding-set", "-dac_override,-dac_read_search", Programs.Cli, "up")
            : await workspace.RunAsync("up");
        run.Ends(2).Complains("LUM7013", "permission denied", "chmod u+r");
        Assert.False(Directory.Exists(workspace.State));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_its_holder_and_what_was_begun_is_taken_back()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        using (Ports.Occupy(trio.PortOf("middle")))
        {
            var run = (await workspace.RunAsync("up")).Ends(5);
            Assert.Contains($"port {trio.PortOf("middle")} of middle is in use by ", run.Out, StringComparison.Ordinal);
            Assert.Contains($"(process {Environment.ProcessId})", run.Out, StringComparison.Ordinal);
            Assert.Contains("give middle another port", OneLine(run.Out), StringComparison.Ordinal);
            await Eventually.SeeAsync("nothing is left", () => workspace.Instances, seen => seen.Count == 0);
            Assert.DoesNotContain(trio.PortOf("base"), Ports.ListenedOn());
        }

        (await workspace.RunAsync("up")).Ends(0);
    }

    [Fact]
    public async Task A_verb_that_needs_a_host_says_how_to_start_one()
    {
        await using var workspace = new Workspace(Hello);
        foreach (var verb in (string[])["status", "history", "plan", "pause"])
            (await workspace.RunAsync(verb)).Ends(6).Complains("LUM7001", "No host answers", "lumina host start");
        Assert.False(Directory.Exists(workspace.State));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_corrupt_database_ends_up_with_what_to_do_and_nothing_is_lost(int at)
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var before = await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
        (await workspace.RunAsync("host", "stop")).Ends(0);
        var sound = await File.ReadAllBytesAsync(workspace.Database);
        var damaged = sound.ToArray();
        for (var i = at; i < at + 2000; i++)
            damaged[i] = (byte)(i * 7);
        await File.WriteAllBytesAsync(workspace.Database, damaged);

        var run = (await workspace.RunAsync("up", "--param", "version=2")).Ends(6);
        run.Complains("LUM7010", "lumina.db is damaged", "backup", "Lumina does not delete it", "host.log");
        Assert.Equal(SHA256.HashData(damaged), SHA256.HashData(await File.ReadAllBytesAsync(workspace.Database)));
        Assert.Equal(before.Pids, workspace.Instances.Select(process => process.Pid).Order());
        using var http = new HttpClient();
        Assert.Equal("1 1 1", Trio.VersionsIn(await http.GetStringAsync(trio.UrlOf("web"))));

        // The backup that the message speaks of.
        await File.WriteAllBytesAsync(workspace.Database, sound);
        (await workspace.RunAsync("up")).Ends(0);
        Assert.Equal(before.Pids, Running.Look(workspace, Trio.Replicas.Keys).Pids);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
