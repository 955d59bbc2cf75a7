using System.Text.Json.Nodes;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class KilledInstanceTests
{
    [Fact]
    public async Task A_killed_instance_is_restarted_and_status_shows_it_and_no_request_fails()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var before = await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
        var victim = before.Instances.First(process => process.Component == "middle");

        await using var load = new Load(trio.UrlOf("web"), 100, Trio.VersionsIn);
        await Eventually.SeeAsync("requests are answered", () => load.Answered, answered => answered > 50);
        Processes.Kill(victim.Pid);
        var status = await Eventually.SeeAsync(
            "status shows the restart", () => MiddleAsync(workspace), middle => Number(middle, "restarts") == 1 && Number(middle, "healthy") == 2);
        Assert.Equal("live", status["state"]?.GetValue<string>());
        var after = await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
        var answered = load.Answered;
        await Eventually.SeeAsync("requests are answered on", () => load.Answered, now => now > answered + 50);
        await load.EndsWithoutFailureAsync("load on web while one of two instances of middle was killed");

        // The same instance in another process, and the others as they were.
        Assert.Equal(before.Of("middle"), after.Of("middle"));
        Assert.DoesNotContain(victim.Pid, after.Pids);
        Assert.Equal(before.Pids.Where(pid => pid != victim.Pid), before.Pids.Intersect(after.Pids));
        var table = (await workspace.RunAsync("status")).Ends(0).Out;
        Assert.Matches(@"middle +live +1 \(r1\) +2/2 +1 ", table);
    }

    private static async Task<JsonNode> MiddleAsync(Workspace workspace) =>
        (await workspace.RunAsync("status", "--output", "json")).Ends(0).Json["components"]!.AsArray()
            .Single(component => component?["name"]?.GetValue<string>() == "middle")!;

    private static int? Number(JsonNode component, string name) => component[name]?.GetValue<int>();
}
