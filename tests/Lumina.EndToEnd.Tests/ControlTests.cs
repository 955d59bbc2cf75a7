using Lumina.EndToEnd.Tests.Deploying;
using Lumina.EndToEnd.Tests.Machine;

namespace Lumina.EndToEnd.Tests;

public sealed class ControlTests
{
    private static readonly string[] SlowVersion = ["up", "--param", "version=2", "--param", "misbehave=slow-start=2s", "-o", "json"];
    private static readonly IReadOnlyDictionary<string, int> FirstRevision = Trio.Replicas.Keys.ToDictionary(name => name, _ => 1);

    [Fact]
    public async Task A_paused_deployment_begins_no_further_step_until_it_is_resumed()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var up = workspace.Begin(SlowVersion);
        var id = await Events.OpenOneAsync(workspace, Trio.Name);
        await Eventually.SeeAsync("middle rolls", () => Events.OfAsync(workspace, id), events => events.Has("step-started", "middle"));

        var paused = (await workspace.RunAsync("pause", "--reason", "a look around")).Ends(0);
        Assert.Equal($"{id}: paused", paused.Out.Trim());
        // The step that was begun is brought to its end: one new instance has taken the place of one old one.
        await Eventually.SeeAsync(
            "one of two instances of middle is new", () => workspace.Instances,
            seen => seen.Where(process => process.Component == "middle").Select(process => process.Revision).Order().SequenceEqual([1, 2]));
        Assert.Contains("paused", (await workspace.RunAsync("status")).Ends(0).Out, StringComparison.Ordinal);
        Assert.False(up.Ending.IsCompleted);

        (await workspace.RunAsync("resume", id)).Ends(0);
        Assert.Equal("succeeded", (await up.Ending).Ends(0).Json["outcome"]?.GetValue<string>());
        var events = await Events.OfAsync(workspace, id);
        events.AllHappenedOnce();
        Assert.InRange(events.PositionOf("step-started", "middle", 2), events.PositionOf("deployment-resumed"), long.MaxValue);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 2));
    }

    [Fact]
    public async Task A_cancelled_deployment_is_taken_back_and_cannot_be_cancelled_twice()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        await using var load = new Load(trio.UrlOf("web"), 50, Trio.VersionsIn);
        var up = workspace.Begin(SlowVersion);
        var id = await Events.OpenOneAsync(workspace, Trio.Name);
        await Eventually.SeeAsync("middle rolls", () => Events.OfAsync(workspace, id), events => events.Has("step-started", "middle"));

        (await workspace.RunAsync("cancel", id, "--reason", "not today")).Ends(0);
        Assert.Equal("cancelled", (await up.Ending).Ends(5).Json["outcome"]?.GetValue<string>());
        await Running.SettleAsync(workspace, Trio.Replicas, FirstRevision);
        await load.EndsWithoutFailureAsync("load on web while a deployment was cancelled");
        (await Events.OfAsync(workspace, id)).AllHappenedOnce();
        Assert.Contains("not today", (await workspace.RunAsync("show", id)).Ends(0).Out, StringComparison.Ordinal);

        (await workspace.RunAsync("cancel", id)).Ends(7).Complains("LUM7008", id, $"lumina show {id}");
        (await workspace.RunAsync("pause", id)).Ends(7).Complains("LUM7008", id);
        (await workspace.RunAsync("cancel")).Ends(2).Complains("No deployment is open");
    }

    [Fact]
    public async Task An_interrupted_up_exits_130_and_the_deployment_goes_on_to_its_end()
    {
        var trio = new Trio();
        await using var workspace = new Workspace(trio.Text);
        (await workspace.RunAsync("up")).Ends(0);
        var up = workspace.Begin("up", "--param", "version=2", "--param", "misbehave=slow-start=2s");
        var id = await Events.OpenOneAsync(workspace, Trio.Name);
        await Eventually.SeeAsync("middle rolls", () => Events.OfAsync(workspace, id), events => events.Has("step-started", "middle"));

        Processes.Interrupt(up.Pid);
        (await up.Ending).Ends(130).Complains($"deployment {id} goes on", $"lumina watch {id}", $"lumina cancel {id}");
        (await workspace.RunAsync("watch", id)).Ends(0);
        Assert.Equal("succeeded", (await Events.EndOfAsync(workspace, id)).Summary.State);
        await Running.SettleAsync(workspace, Trio.Replicas, Trio.Replicas.Keys.ToDictionary(name => name, _ => 2));
    }
}
