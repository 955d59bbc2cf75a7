using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class KilledAgentTests
{
    [Fact]
    public async Task An_agent_killed_in_the_middle_of_deployments_has_a_successor_that_adopts_and_nothing_is_there_twice()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var kills = new Kills(trio, workspace);
        await kills.BeginAsync();

        foreach (var (number, share) in ((int, double)[])[(0, 0.1), (1, 0.35), (2, 0.6), (3, 0.85)])
        {
            await kills.DeployAsync($"good-{number}", isBad: false, share, () => KillAgentAsync(workspace));
            await AnswersAsync(trio, $"good-{number}");
            await kills.DeployAsync($"bad-{number}", isBad: true, share, () => KillAgentAsync(workspace));
            await AnswersAsync(trio, $"good-{number}");
        }

        Console.WriteLine($"measured: the agent was killed:{kills.Outcomes}");
        await kills.JournalIsIntactAsync();
    }

    [Fact]
    public async Task Host_and_agent_killed_together_in_the_middle_of_a_deployment_lose_nothing()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var kills = new Kills(trio, workspace);
        await kills.BeginAsync();

        foreach (var share in (double[])[0.2, 0.5, 0.8])
        {
            await kills.DeployAsync($"both-{share}", isBad: false, share, async () =>
            {
                Processes.Kill(workspace.Host.ProcessId);
                Processes.Kill(workspace.AgentPid);
                (await workspace.RunAsync("host", "start")).Ends(0);
            });
            await AnswersAsync(trio, $"both-{share}");
        }

        Console.WriteLine($"measured: host and agent were killed:{kills.Outcomes}");
        await kills.JournalIsIntactAsync();
    }

    [Fact]
    public async Task An_agent_killed_while_nothing_is_deployed_comes_back_with_the_same_processes()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var before = await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));

        await KillAgentAsync(workspace);
        await AnswersAsync(trio, "1");

        var after = await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
        Assert.Equal(before.Pids, after.Pids);
        Assert.All(Trio.Replicas.Keys, name => Assert.Empty(after.StartedSince(before, name)));
    }

    private static Task KillAgentAsync(Workspace workspace)
    {
        Processes.Kill(workspace.AgentPid);
        return Task.CompletedTask;
    }

    private static async Task AnswersAsync(Trio trio, string version)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var wanted = $"{version} {version} {version}";
        await Eventually.SeeAsync("web answers through all three again", AskAsync, answer => answer == wanted);

        async Task<string> AskAsync()
        {
            try
            {
                return Trio.VersionsIn(await http.GetStringAsync(trio.UrlOf("web"), TestContext.Current.CancellationToken));
            }
            catch (Exception away) when (away is HttpRequestException or FormatException)
            {
                return away.Message;
            }
        }
    }
}
