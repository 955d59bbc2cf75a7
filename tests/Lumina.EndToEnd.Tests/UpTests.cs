using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

[Collection(Alone.Name)]
public sealed class UpTests
{
    private static readonly IReadOnlyDictionary<string, int> Replicas =
        new Dictionary<string, int> { ["core"] = 2, ["memory"] = 1, ["providers"] = 1, ["security"] = 1, ["web"] = 2 };

    private static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NothingChangesWithin = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan TakenBackWithin = TimeSpan.FromSeconds(10);

    // The figures of the issue are for a machine that does nothing else.
    private const int Noise = 2;

    [Fact]
    public async Task Up_from_nothing_brings_five_components_live_and_a_second_one_changes_nothing()
    {
        var platform = new Platform();
        await using var workspace = new Workspace(platform.Text);

        var first = (await workspace.RunAsync("up", "--output", "json")).Ends(0);
        Console.WriteLine($"measured: up from nothing: {first.Took.TotalSeconds:0.00} s");
        Assert.Equal("succeeded", first.Json["outcome"]?.GetValue<string>());
        Assert.Equal(Platform.Names, first.Json["components"]?.AsArray().Select(component => component?["name"]?.GetValue<string>()));
        Assert.All(first.Json["components"]!.AsArray(), component => Assert.Equal("live", component?["outcome"]?.GetValue<string>()));

        Assert.Equal("1.4.0", Platform.CoreVersionIn(await platform.AskWebAsync()));
        using var http = new HttpClient();
        Assert.Contains("\"providers\"", await http.GetStringAsync(platform.UrlOf("core")), StringComparison.Ordinal);

        var before = await Running.SettleAsync(workspace, Replicas, Platform.Names.ToDictionary(name => name, _ => 1));
        var second = (await workspace.RunAsync("up")).Ends(0);
        Console.WriteLine($"measured: up that changes nothing: {second.Took.TotalSeconds:0.00} s");
        Assert.Contains("nothing to change: 5 components as planned", second.Out, StringComparison.Ordinal);
        Assert.Equal(before.Pids, Running.Look(workspace, Platform.Names).Pids);

        Assert.InRange(first.Took, TimeSpan.Zero, Noise * LiveWithin);
        Assert.InRange(second.Took, TimeSpan.Zero, Noise * NothingChangesWithin);
    }

    [Fact]
    public async Task A_new_version_rolls_in_the_order_of_the_dependencies_without_a_lost_request()
    {
        var platform = new Platform();
        await using var workspace = new Workspace(platform.Text);
        (await workspace.RunAsync("up")).Ends(0);

        await using var load = new Load(platform.UrlOf("web"), 200, Platform.CoreVersionIn);
        await using var wrk = new Wrk(platform.UrlOf("web"), workspace);
        var rolled = (await workspace.RunAsync("up", "--param", "version=1.4.1", "--output", "json")).Ends(0);
        Assert.All(rolled.Json["components"]!.AsArray(), component => Assert.Equal("update live", $"{component?["action"]} {component?["outcome"]}"));
        await Running.SettleAsync(workspace, Replicas, Platform.Names.ToDictionary(name => name, _ => 2));
        await wrk.EndsWithoutFailureAsync();
        await load.EndsWithoutFailureAsync($"load on web while all five rolled ({rolled.Json["seconds"]} s)");
        Assert.Equal(["1.4.0", "1.4.1"], load.Answers.Keys.Order());

        var events = await Events.OfAsync(workspace, rolled.Json["deployment"]!.GetValue<string>());
        events.AllHappenedOnce();
        foreach (var dependency in (string[])["providers", "memory", "security"])
            Assert.InRange(events.PositionOf("rollout-succeeded", dependency), 1, events.PositionOf("rollout-started", "core"));
        Assert.InRange(events.PositionOf("rollout-succeeded", "core"), 1, events.PositionOf("rollout-started", "web"));
    }

    [Fact]
    public async Task A_version_whose_health_fails_is_taken_back_in_reverse_order_and_history_and_show_tell_why()
    {
        var platform = new Platform();
        await using var workspace = new Workspace(platform.Text);
        (await workspace.RunAsync("up")).Ends(0);

        await using var load = new Load(platform.UrlOf("web"), 100, Platform.CoreVersionIn);
        var failed = (await workspace.RunAsync("up", "--param", "version=1.5.0", "--param", "misbehave=fail-health-after=0s", "--output", "json")).Ends(5);
        await Running.SettleAsync(
            workspace, Replicas, Platform.Names.ToDictionary(name => name, _ => 1));
        await load.EndsWithoutFailureAsync($"load on web while a bad version was taken back ({failed.Took.TotalSeconds:0.00} s)");
        Assert.Equal(["1.4.0"], load.Answers.Keys);

        Assert.Equal("rolled-back", failed.Json["outcome"]?.GetValue<string>());
        Assert.Equal(
            ["core restored", "memory restored", "providers restored", "security restored", "web skipped"],
            failed.Json["components"]!.AsArray().Select(component => $"{component?["name"]} {component?["outcome"]}"));
        var id = failed.Json["deployment"]!.GetValue<string>();
        var events = await Events.OfAsync(workspace, id);
        events.AllHappenedOnce();
        foreach (var dependency in (string[])["providers", "memory", "security"])
            Assert.InRange(events.PositionOf("restore-started", dependency), events.PositionOf("restore-succeeded", "core"), long.MaxValue);

        await TellsWhyAsync(workspace, id);
        Assert.InRange(failed.Took, TimeSpan.Zero, Noise * TakenBackWithin);
    }

    private static async Task TellsWhyAsync(Workspace workspace, string id)
    {
        var history = (await workspace.RunAsync("history")).Ends(0);
        Assert.Matches($"{id}.*1\\.5\\.0.*rolled back", history.Out);
        var listed = (await workspace.RunAsync("history", "--output", "json")).Ends(0).Json[0]!;
        Assert.Equal(id, listed["id"]?.GetValue<string>());
        Assert.Matches("^core: Instance core-2-[0-9a-f]{8} did not become healthy", listed["reason"]?.GetValue<string>());

        var shown = (await workspace.RunAsync("show", id)).Ends(0);
        Assert.Contains("last answer: not healthy within 5s; GET /health: 503 Service Unavailable", shown.Out, StringComparison.Ordinal);
        Assert.Contains("core 1.5.0: /health fails from now on: told to fail health after 0s", shown.Out, StringComparison.Ordinal);
        var core = (await workspace.RunAsync("show", id, "--output", "json")).Ends(0).Json["components"]!.AsArray()
            .Single(component => component?["name"]?.GetValue<string>() == "core")!;
        Assert.Contains("503", core["evidence"]?["lastAnswer"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(core["evidence"]!["logTail"]!.AsArray());
    }
}
