using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>What is told to somebody who looks before anything is touched.</summary>
[Collection(HostTests.Name)]
public sealed class PreviewTests(RunningHost host)
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    private string Text(string components) => $$"""
        plan {{_plan}} { version = "1" }
        param level : string = "info"
        environment development { target simulated }
        {{components}}
        """;

    [Fact]
    public async Task Every_new_value_says_where_it_comes_from()
    {
        await host.DeployedAsync(Text("component a { command = \"run\"  replicas = 2  config { LEVEL = \"x\"  OLD = 1 } }"));

        var preview = await PreviewAsync(Text("component a { command = \"run\"\nconfig { LEVEL = param.level }\nin development { stop_within = 3s } }"));

        var change = Assert.Single(preview.Changes);
        Assert.Equal((1, "update"), (change.FromRevision, change.Action));
        var origins = change.Values.ToDictionary(value => value.Path, value => value.Origin);
        Assert.Equal(("test.deploy", 6, "development"), (origins["stop_within"]!.File, origins["stop_within"]!.Line, origins["stop_within"]!.Environment));
        Assert.Equal(new ParamOrigin("level", "default"), Assert.Single(origins["config LEVEL"]!.Params));
        Assert.Equal((null, 0), (origins["replicas"]!.File, origins["replicas"]!.Line));
        Assert.Null(origins["config OLD"]);
    }

    [Fact]
    public async Task How_long_it_will_take_is_told_from_what_it_took_before()
    {
        var first = await PreviewAsync(Text(Chain("1")));
        Assert.Equal((null, "a b c"), (first.Expected!.Seconds, string.Join(' ', first.Expected.Unknown)));
        Assert.Empty(first.Expected.Path);
        var took = (await host.DeployedAsync(Text(Chain("1")))).Components.ToDictionary(result => result.Name, result => result.Seconds);

        var again = await PreviewAsync(Text(Chain("2")));
        var more = await PreviewAsync(Text(Chain("2") + "component d { depends on c  command = \"run\" }"));
        var gone = await PreviewAsync(Text("component e { command = \"run\" }"));

        Assert.Equal(["b", "c"], again.Expected!.Path);
        Assert.Equal(took["b"] + took["c"], again.Expected.Seconds!.Value, 0.01);
        Assert.Empty(again.Expected.Unknown);
        Assert.Equal(["d"], more.Expected!.Unknown);
        Assert.Equal(again.Expected.Seconds, more.Expected.Seconds);
        // What was created before tells nothing of how long removing it takes.
        Assert.Equal((null, "a b c e"), (gone.Expected!.Seconds, string.Join(' ', gone.Expected.Unknown)));
        Assert.Null((await PreviewAsync(Text(Chain("1")))).Expected);
    }

    [Fact]
    public async Task An_apply_that_expects_other_changes_or_another_plan_is_refused()
    {
        var preview = await PreviewAsync(Text("component a { command = \"run\" }"));
        var changes = await RefusedAsync(() => host.DeployAsync(Text("component a { command = \"run2\" }"), expected: preview.ChangeDigest));
        var plan = await RefusedAsync(() => host.DeployAsync(Text("component a { command = \"run2\" }"), plan: preview.PlanDigest));

        var accepted = await host.DeployAsync(Text("component a { command = \"run\" }"), expected: preview.ChangeDigest, plan: preview.PlanDigest);
        await host.EndOfAsync(accepted.Deployment);

        Assert.Equal((ProblemCodes.Stale, ProblemCodes.Stale), (changes, plan));
        Assert.Equal(ProblemCodes.Stale, await RefusedAsync(() => host.DeployAsync(Text("component a { command = \"run\" }"), expected: preview.ChangeDigest)));
    }

    private static async Task<string> RefusedAsync(Func<Task> ask) => (await Assert.ThrowsAsync<ProblemException>(ask)).Problem.Code;

    private static string Chain(string args) => $$"""
        component a { command = "run"  args = "{{args}}" }
        component b { command = "run"  args = "{{args}}"  target simulated { start = 300ms } }
        component c { command = "run"  args = "{{args}}"  target simulated { start = 50ms }  depends on a, b }

        """;

    private Task<Preview> PreviewAsync(string text) => host.Client.PreviewAsync(RunningHost.Submission(text), CancellationToken.None);
}
