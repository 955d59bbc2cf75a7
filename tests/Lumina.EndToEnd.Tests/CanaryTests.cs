using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class CanaryTests
{
    private const string Gated = """
        strategy canary {
          step 20%
          step 50% for 10m
          match header { name = "x-canary" }
          check errors { metric = error_rate  max = 1%  every = 1s }
        }
        """;

    [Fact]
    public async Task A_canary_is_promoted_and_skipped_to_its_end_and_the_next_one_is_cancelled()
    {
        var solo = new Solo(Gated);
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        await using var load = new Load(solo.Url, 100, Solo.VersionIn);

        var up = workspace.Begin("up", "--param", "version=2", "-o", "json");
        var id = await Events.OpenOneAsync(workspace, Solo.Name);
        await Solo.WaitsAsync(workspace, id, 1, "promotion");
        Assert.Equal("1:80 2:20", await Solo.SharesAsync(workspace));
        // Chosen users meet the new version, whatever its share is.
        for (var i = 0; i < 5; i++)
            Assert.Equal("2", await solo.AskAsync("x-canary"));
        (await workspace.RunAsync("skip", id, "web")).Ends(7);
        (await workspace.RunAsync("promote", id, "web")).Ends(0);
        await Solo.WaitsAsync(workspace, id, 2, "time");
        Assert.Equal("1:50 2:50", await Solo.SharesAsync(workspace));
        // The time of the step ends here, and it goes on once what was measured is enough.
        (await workspace.RunAsync("skip", id)).Ends(0);
        Assert.Equal("succeeded", (await up.Ending).Ends(0).Json["outcome"]?.GetValue<string>());
        await Solo.SettleAsync(workspace, 2);

        up = workspace.Begin("up", "--param", "version=3", "-o", "json");
        id = await Events.OpenOneAsync(workspace, Solo.Name);
        await Solo.WaitsAsync(workspace, id, 1, "promotion");
        (await workspace.RunAsync("cancel", id)).Ends(0);
        Assert.Equal("cancelled", (await up.Ending).Ends(5).Json["outcome"]?.GetValue<string>());
        await Solo.SettleAsync(workspace, 2);
        Assert.Equal("2", await solo.AskAsync("x-canary"));
        await load.EndsWithoutFailureAsync("load during a canary that was promoted and one that was cancelled");
        Assert.Equal(["1", "2", "3"], load.Answers.Keys.Order());
    }

    [Fact]
    public async Task A_canary_that_answers_with_errors_is_taken_back_by_what_the_gateway_measures()
    {
        var solo = new Solo("strategy canary { step 20% for 10m  check errors { metric = error_rate  max = 1%  every = 1s } }");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var before = await Solo.SettleAsync(workspace, 1);
        await using var load = new Load(solo.Url, 100, Solo.VersionIn);

        var failed = (await workspace.RunAsync("up", "--param", "version=bad", "--param", "misbehave=error-rate=50%", "-o", "json")).Ends(5);
        Assert.Equal("rolled-back", failed.Json["outcome"]?.GetValue<string>());
        Assert.Contains("errors", failed.Json["components"]?[0]?["reason"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(
            "error_rate", (await workspace.RunAsync("show", failed.Json["deployment"]!.GetValue<string>())).Ends(0).Out, StringComparison.Ordinal); // It has one
        Assert.Equal(before.Of("web"), (await Solo.SettleAsync(workspace, 1)).Of("web"));
        Assert.Equal("1", await solo.AskAsync());
        await load.StopAsync();
        Console.WriteLine($"measured: {load.Failures.Count} of {load.Failures.Count + load.Answered} requests met the bad canary's errors before it was taken back");
        Assert.NotEmpty(load.Failures);
        Assert.All(load.Failures, failure => Assert.Contains("500 {\"role\":\"web\",\"version\":\"bad\"", failure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_is_killed_in_the_middle_of_a_canary_goes_on_where_it_was()
    {
        var solo = new Solo("strategy canary { step 10%  step 50% for 2s  step 75% for 200ms }");
        await using var workspace = new Workspace(solo.Text);
        (await workspace.RunAsync("up")).Ends(0);
        await using var load = new Load(solo.Url, 100, Solo.VersionIn);
        var up = workspace.Begin("up", "--param", "version=2", "-o", "json");
        var id = await Events.OpenOneAsync(workspace, Solo.Name);

        // At a gate, and in a time that runs.
        await Solo.WaitsAsync(workspace, id, 1, "promotion");
        await KillHostAsync(workspace);
        await Solo.WaitsAsync(workspace, id, 1, "promotion");
        Assert.Equal("1:90 2:10", await Solo.SharesAsync(workspace));
        (await workspace.RunAsync("promote", id)).Ends(0);
        await Solo.WaitsAsync(workspace, id, 2, "time");
        await KillHostAsync(workspace);

        Assert.Equal("succeeded", (await up.Ending).Ends(0).Json["outcome"]?.GetValue<string>());
        await Solo.SettleAsync(workspace, 2);
        (await Events.OfAsync(workspace, id)).AllHappenedOnce();
        await load.EndsWithoutFailureAsync("load during a canary whose host was killed twice");
        Assert.Equal(["1", "2"], load.Answers.Keys.Order());
    }

    private static async Task KillHostAsync(Workspace workspace)
    {
        Processes.Kill(workspace.Host.ProcessId);
        (await workspace.RunAsync("host", "start")).Ends(0);
    }
}
