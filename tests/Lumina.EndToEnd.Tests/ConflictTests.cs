using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class ConflictTests
{
    private static readonly string[] Slow = ["--param", "misbehave=slow-start=3s"];

    [Fact]
    public async Task Of_two_ups_at_the_same_time_from_nothing_one_runs_and_the_other_exits_7_and_names_it()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var both = new[] { workspace.Begin(["up", "--param", "version=a", "-o", "json", .. Slow]), workspace.Begin(["up", "--param", "version=b", "-o", "json", .. Slow]) };
        var ended = await Task.WhenAll(both.Select(up => up.Ending));

        var ran = Assert.Single(ended, run => run.ExitCode == 0);
        var told = Assert.Single(ended, run => run != ran).Ends(7);
        told.Complains("LUM7006", $"{ran.Json["deployment"]} is deploying trio in development", "--wait", $"lumina watch {ran.Json["deployment"]}");
        Assert.Empty(told.Out);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 1));
    }

    [Fact]
    public async Task With_wait_the_second_up_has_its_turn_after_the_first()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        var first = workspace.Begin(["up", "--param", "version=a", "-o", "json", .. Slow]);
        var running = await Events.OpenOneAsync(workspace, Trio.Name);

        var second = (await workspace.RunAsync("up", "--wait", "--param", "version=b", "--output", "json")).Ends(0);
        Assert.Equal(running, (await first.Ending).Ends(0).Json["deployment"]?.GetValue<string>());
        var waited = await Events.OfAsync(workspace, second.Json["deployment"]!.GetValue<string>());
        var before = await Events.OfAsync(workspace, running);
        Assert.InRange(waited.PositionOf("deployment-started"), before.PositionOf("deployment-ended"), long.MaxValue);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 2));
        using var http = new HttpClient();
        Assert.Equal("b b b", Trio.VersionsIn(await http.GetStringAsync(trio.UrlOf("web"))));
    }
}
