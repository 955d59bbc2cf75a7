using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class DownTests
{
    [Fact]
    public async Task Down_leaves_no_process_and_no_listening_port_and_keeps_the_history()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
        var ports = trio.AllPorts.Append(new Uri(workspace.Host.Url).Port).Append(new Uri(workspace.AgentOrNull!.Url).Port).ToArray();
        Assert.Subset(Ports.ListenedOn().ToHashSet(), ports.ToHashSet());

        var down = (await workspace.RunAsync("down")).Ends(0);
        Assert.Contains("3 components removed", down.Out, StringComparison.Ordinal);
        Assert.Empty(workspace.AllProcesses().Select(Processes.CommandLine));
        Assert.Empty(Ports.ListenedOn().Intersect(ports));
        Assert.True(File.Exists(workspace.Database));
        Assert.False(File.Exists(Path.Combine(workspace.State, "host.json")), "the token lies there still");

        (await workspace.RunAsync("status")).Ends(6).Complains("LUM7001", "lumina host start");
        (await workspace.RunAsync("host", "start")).Ends(0);
        var history = (await workspace.RunAsync("history", "--output", "json")).Ends(0).Json.AsArray();
        Assert.Equal(["remove", "apply"], history.Select(deployment => deployment?["kind"]?.GetValue<string>()));
        var journal = await workspace.ReadJournalAsync(opened => opened.VerifyAsync());
        Assert.Null(journal.BrokenAt);
    }

    [Fact]
    public async Task Down_of_what_is_not_up_does_nothing()
    {
        await using var workspace = new Workspace(new Trio().Text);
        var down = (await workspace.RunAsync("down")).Ends(0);
        Assert.Contains("nothing to remove", down.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.State));
    }

    [Fact]
    public async Task Down_works_after_host_and_agent_were_killed()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        Processes.Kill(workspace.Host.ProcessId);
        Processes.Kill(workspace.AgentPid);

        (await workspace.RunAsync("down")).Ends(0);
        Assert.Empty(workspace.AllProcesses().Select(Processes.CommandLine));
        Assert.Empty(Ports.ListenedOn().Intersect(trio.AllPorts));
    }
}
