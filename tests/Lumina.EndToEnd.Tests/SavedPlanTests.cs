using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

/// <summary>What was looked at is what is done, or nothing is.</summary>
public sealed class SavedPlanTests
{
    [Fact]
    public async Task A_saved_plan_is_done_without_its_sources_and_only_once()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var looked = (await workspace.RunAsync("plan", "--param", "version=2", "--out", "two.plan", "-o", "json")).Ends(0).Json;
        Assert.Equal("lumina.deploy", looked["changes"]![0]!["values"]![0]!["origin"]!["file"]!.GetValue<string>());
        Assert.True(looked["expected"]!["seconds"]!.GetValue<double>() > 0, "Nothing was learnt from the first time.");
        File.Delete(workspace.PlanFile);

        (await workspace.RunAsync("apply", "two.plan", "--yes")).Ends(0);

        Assert.Equal("2 2 2", await VersionsAsync(trio));
        (await workspace.RunAsync("apply", "two.plan", "--yes")).Ends(7)
            .Complains("LUM7007", "base: revision 1 → 2", "version: 1 → 2", "Nothing was touched");
    }

    [Fact]
    public async Task A_saved_plan_is_refused_when_somebody_else_has_deployed_since()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        (await workspace.RunAsync("plan", "--param", "version=3", "--out", "three.plan")).Ends(0);
        (await workspace.RunAsync("up", "--param", "version=2")).Ends(0);

        var refused = (await workspace.RunAsync("apply", "three.plan", "--yes", "--output", "json")).Ends(7);

        refused.Complains("LUM7007", "What runs is not what three.plan was made against.", "middle: revision 1 → 2");
        Assert.Equal(["base", "middle", "web"], refused.Json["moved"]!.AsArray().Select(moved => moved!["name"]!.GetValue<string>()));
        Assert.Equal("2 2 2", await VersionsAsync(trio));
    }

    [Fact]
    public async Task Of_two_who_apply_one_saved_plan_one_does_it_and_who_waits_is_told_that_the_world_has_moved()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        (await workspace.RunAsync("plan", "--param", "version=2", "--param", "misbehave=slow-start=2s", "--out", "two.plan")).Ends(0);

        var first = workspace.Begin("apply", "two.plan", "--yes", "-o", "json");
        await Events.OpenOneAsync(workspace, Trio.Name);
        var waiting = (await workspace.RunAsync("apply", "two.plan", "--yes", "--wait")).Ends(7);

        (await first.Ending).Ends(0);
        waiting.Complains("LUM7007");
        Assert.Equal("2 2 2", await VersionsAsync(trio));
    }

    private static async Task<string> VersionsAsync(Trio trio)
    {
        using var http = new HttpClient();
        return Trio.VersionsIn(await http.GetStringAsync(trio.UrlOf("web")));
    }
}
