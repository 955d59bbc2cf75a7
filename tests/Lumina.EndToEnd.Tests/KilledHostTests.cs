using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class KilledHostTests
{
    private const int Moments = 20;

    [Fact]
    public async Task A_host_killed_at_twenty_moments_ends_each_deployment_correctly_after_its_restart_while_web_answers()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var kills = new Kills(trio, workspace);
        await kills.BeginAsync();

        await using var load = new Load(trio.UrlOf("web"), 50, Trio.VersionsIn);
        for (var moment = 0; moment < Moments; moment++)
        {
            // A good one and a bad one at each tenth of the way, from before the answer to just before the end.
            await kills.DeployAsync($"moment-{moment}", isBad: moment % 2 == 1, share: moment / 2 * 2.0 / Moments, async () =>
            {
                Processes.Kill(workspace.Host.ProcessId);
                (await workspace.RunAsync("host", "start")).Ends(0);
            });
        }

        await load.EndsWithoutFailureAsync($"load on web while its host was killed {Moments} times:{kills.Outcomes}\n ");
        await kills.JournalIsIntactAsync();
    }

    [Fact]
    public async Task Up_itself_starts_a_host_that_was_killed_and_sees_the_deployment_to_its_end()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var up = workspace.Begin("up", "--output", "json");
        var id = await Events.OpenOneAsync(workspace, Trio.Name);
        var killed = workspace.Host.ProcessId;
        Processes.Kill(killed);

        var ended = (await up.Ending).Ends(0);
        Assert.Equal($"{id} succeeded", $"{ended.Json["deployment"]} {ended.Json["outcome"]}");
        Assert.NotEqual(killed, workspace.Host.ProcessId);
        (await Events.OfAsync(workspace, id)).AllHappenedOnce();
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
    }
}
