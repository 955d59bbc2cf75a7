using System.Diagnostics;
using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class BlueGreenTests
{
    [Fact]
    public async Task A_version_that_passes_its_verification_takes_all_the_traffic_and_one_that_does_not_takes_none()
    {
        var solo = new Solo("""strategy blue-green { verify http { path = param.version == "bad" ? "/nothing" : "/ready"  timeout = 5s } }""");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        await using var load = new Load(solo.Url, 100, Solo.VersionIn);

        (await workspace.RunAsync("up", "--param", "version=2")).Ends(0);
        Assert.Equal("2", await solo.AskAsync());
        var before = await Solo.SettleAsync(workspace, 2);

        var failed = (await workspace.RunAsync("up", "--param", "version=bad", "-o", "json")).Ends(5);
        Assert.Equal("rolled-back", failed.Json["outcome"]?.GetValue<string>());
        Assert.Contains("did not pass its verification", failed.Json["components"]?[0]?["reason"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(before.Of("web"), (await Solo.SettleAsync(workspace, 2)).Of("web"));
        await load.EndsWithoutFailureAsync("load during two blue-green rollouts, of which one was refused by its verification");
        Assert.Equal(["1", "2"], load.Answers.Keys.Order());
    }

    [Fact]
    public async Task A_switch_waits_for_its_promotion_and_is_undone_with_the_very_instances_that_stood_by()
    {
        var solo = new Solo("strategy blue-green { switch = approved }  rollback { keep_previous = 10m }");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var first = await Solo.SettleAsync(workspace, 1);
        await using var load = new Load(solo.Url, 100, Solo.VersionIn);
        var up = workspace.Begin("up", "--param", "version=2", "-o", "json");
        var id = await Events.OpenOneAsync(workspace, Solo.Name);
        await Solo.WaitsAsync(workspace, id, 2, "promotion");
        Assert.Equal("1", await solo.AskAsync());
        Assert.Equal("1:100", await Solo.SharesAsync(workspace));

        (await workspace.RunAsync("promote", "--reason", "looks good")).Ends(0);
        Assert.Equal("succeeded", (await up.Ending).Ends(0).Json["outcome"]?.GetValue<string>());
        Assert.Equal("2", await solo.AskAsync());
        Assert.Contains("stands by", (await workspace.RunAsync("status")).Ends(0).Out, StringComparison.Ordinal);
        (await Events.OfAsync(workspace, id)).AllHappenedOnce();

        var start = Stopwatch.GetTimestamp();
        var undoing = workspace.Begin("rollback", "--yes");
        await Eventually.SeeAsync("the old version answers", () => solo.AskAsync(), version => version == "1");
        Console.WriteLine($"measured: undo of a promotion, by the command line: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s until the old version answers");
        (await undoing.Ending).Ends(0);
        Assert.Equal(first.Of("web"), (await Solo.SettleAsync(workspace, 1)).Of("web"));
        await load.EndsWithoutFailureAsync("load during an approved switch and its undoing");
        Assert.Equal(["1", "2"], load.Answers.Keys.Order());
    }
}
