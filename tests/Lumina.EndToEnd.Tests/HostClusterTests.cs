using System.Diagnostics;
using Lumina.Api;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

/// <summary>Three hosts on one PostgreSQL carry deployments out on one agent, and one of them goes.</summary>
[Collection(Alone.Name)]
public sealed class HostClusterTests
{
    /// <summary>What a host ends with that the others have declared dead.</summary>
    private const int Expelled = 76;

    private readonly Trio _trio = new();

    [Fact]
    public async Task A_host_killed_while_it_carries_a_deployment_out_is_replaced_by_the_others_and_whoever_watches_sees_the_end()
    {
        await using var workspace = new Workspace(_trio.Text);
        var cluster = new HostCluster(workspace);
        var (hosts, up, id) = await HalfWayAsync(workspace, cluster);

        var killed = TimeProvider.System.GetUtcNow();
        Processes.Kill(hosts[0].Pid);
        await cluster.SeesAsync(1, silos => silos.Any(silo => silo.State == "dead"), "the killed host is declared dead");
        var declared = TimeProvider.System.GetUtcNow();
        (await up.Ending).Ends(0);

        var events = await HappenedOnceAsync(cluster, id);
        var next = events.First(happened => happened.At > killed).At;
        Console.WriteLine($"measured: host killed; declared dead after {(declared - killed).TotalSeconds:0.0} s, first new event {(next - killed).TotalSeconds:0.0} s after the kill");
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
    }

    [Fact]
    public async Task A_frozen_host_that_wakes_up_after_the_others_have_gone_on_does_no_harm_and_ends_itself()
    {
        await using var workspace = new Workspace(_trio.Text);
        var cluster = new HostCluster(workspace);
        var (hosts, up, id) = await HalfWayAsync(workspace, cluster);

        await SignalAsync("STOP", hosts[0].Pid);
        (await up.Ending).Ends(0);
        await SignalAsync("CONT", hosts[0].Pid);
        var thawed = Stopwatch.GetTimestamp();
        (await hosts[0].Ending).Ends(Expelled).Complains("The silo can't go on");

        Console.WriteLine($"measured: a frozen host ended itself {Stopwatch.GetElapsedTime(thawed).TotalSeconds:0.0} s after it woke up");
        Assert.Contains("this host ends, so that it can be started again", cluster.LogOf(0), StringComparison.Ordinal);
        await HappenedOnceAsync(cluster, id);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));

        await cluster.StartAsync(0, ofHowMany: 3);
    }

    [Fact]
    public async Task All_hosts_are_restarted_one_after_the_other_while_a_deployment_goes_on()
    {
        await using var workspace = new Workspace(_trio.Text);
        var cluster = new HostCluster(workspace);
        var (hosts, up, id) = await HalfWayAsync(workspace, cluster);

        for (var number = 0; number < hosts.Length; number++)
        {
            (await workspace.RunAsync("host", "stop", "--state", cluster.FolderOf(number))).Ends(0);
            (await hosts[number].Ending).Ends(0);
            await cluster.StartAsync(number, ofHowMany: 3);
        }

        (await up.Ending).Ends(0);
        await HappenedOnceAsync(cluster, id);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
    }

    [Fact]
    public async Task After_all_hosts_were_killed_at_once_the_first_that_is_back_goes_on()
    {
        await using var workspace = new Workspace(_trio.Text);
        var cluster = new HostCluster(workspace);
        var (hosts, up, id) = await HalfWayAsync(workspace, cluster);

        foreach (var host in hosts)
            Processes.Kill(host.Pid);
        var start = Stopwatch.GetTimestamp();
        await cluster.StartAsync(1, ofHowMany: 1);
        Console.WriteLine($"measured: all hosts killed; one was back after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");

        (await up.Ending).Ends(0);
        await HappenedOnceAsync(cluster, id);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
    }

    /// <summary>Three hosts, and a deployment in its middle that the first of them carries out: the others came later.</summary>
    private static async Task<(RunningCli[] Hosts, RunningCli Up, string Id)> HalfWayAsync(Workspace workspace, HostCluster cluster)
    {
        var first = await cluster.StartAsync(0, ofHowMany: 1);
        var up = workspace.Begin(["apply", "--yes", .. cluster.Named]);
        using var client = cluster.Client(0);
        var open = await Eventually.SeeAsync(
            "a deployment is open", () => client.ListDeploymentsAsync(Trio.Name, null, 10, TestContext.Current.CancellationToken), found => found.Length > 0);
        await client.ControlAsync(open[0].Id, "pause", new ControlRequest("test", null), TestContext.Current.CancellationToken);
        RunningCli[] hosts = [first, await cluster.StartAsync(1, ofHowMany: 2), await cluster.StartAsync(2, ofHowMany: 3)];
        await client.ControlAsync(open[0].Id, "resume", new ControlRequest("test", null), TestContext.Current.CancellationToken);
        return (hosts, up, open[0].Id);
    }

    private static async Task<IReadOnlyList<DeploymentEvent>> HappenedOnceAsync(HostCluster cluster, string id)
    {
        using var client = cluster.Client(1);
        var events = new List<DeploymentEvent>();
        await foreach (var happened in client.ReadEventsAsync(id, 0, follow: false, TestContext.Current.CancellationToken))
            events.Add(happened);
        events.AllHappenedOnce();
        return events;
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
