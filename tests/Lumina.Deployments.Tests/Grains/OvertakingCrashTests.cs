using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>The host dies while a newer deployment takes the place of a running one.</summary>
public sealed class OvertakingCrashTests : IAsyncLifetime
{
    private static readonly StrategySpec Gated = new CanarySpec { Steps = [new CanaryStep { Weight = 50 }] };
    private static readonly string[] Slow = ["start=1m"];

    private readonly LuminaCluster _cluster = new();
    private readonly Scenario _scenario;

    public OvertakingCrashTests() => _scenario = new Scenario(_cluster);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task As_soon_as_the_newer_one_was_accepted()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var older = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);

        var newer = await _scenario.OvertakeAsync(Plain("3"));
        await _cluster.CrashAsync();

        await EndsAsync(older, newer);
    }

    [Fact]
    public async Task Between_the_record_and_its_way_to_the_door()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var older = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        // What a host leaves behind that dies when the newer one is on record, and neither the door nor the older one know of it.
        var intent = await _scenario.IntentAsync(Plain("3"));
        var newer = "dep-" + Ulid.NewUlid().ToString().ToLowerInvariant();
        var planned = new DeploymentPlanned(newer, intent, (await _cluster.Planner.PlanAsync(intent)).Digest!, null, "tester", null, 8, 1, _cluster.Clock.GetUtcNow())
        {
            OnConflict = OnConflict.Supersede,
        };
        using (var stream = Records.DeploymentStreams.Deployment(_cluster.Journal, newer, DeploymentFold.Apply(null, planned)!))
            await stream.AppendAsync(planned);

        await _cluster.CrashAsync();

        await EndsAsync(older, newer);
    }

    [Fact]
    public async Task When_the_older_one_is_on_record_as_overtaken_and_nothing_was_taken_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1"), Component("b", "1", after: ["a"])));
        var older = await _scenario.ApplyAsync(Canary("2"), Component("b", "2", after: ["a"]));
        await _scenario.HeldAsync("a", 1);
        _cluster.Target.Answer(_scenario.Key("a"), verb => verb is "scale" or "traffic" ? TargetAnswer.Unavailable("held back by the test") : null);
        var newer = await _scenario.OvertakeAsync(Plain("3"), Component("b", "1", after: ["a"]));
        await _scenario.HappenedAsync(older, DeploymentSuperseded.Name);

        await _cluster.CrashAsync();
        _cluster.Target.Heal(_scenario.Key("a"));

        await EndsAsync(older, newer);
        Assert.DoesNotContain("b", await _scenario.OrderOfAsync(older, RolloutStarted.Name));
    }

    /// <summary>The crash comes when the n-th operation of taking back reaches the target: before it is done, or when it is done and nobody knows.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task While_what_was_under_way_is_taken_back(int nth, bool afterTheEffect)
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("live", "1"), Canary("1", after: ["live"])));
        var older = await _scenario.ApplyAsync(Component("live", "2"), Canary("2", after: ["live"]));
        await _scenario.HeldAsync("a", 1);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Target.CrashAt(nth, afterTheEffect, reached);

        var newer = await _scenario.OvertakeAsync(Component("live", "2"), Plain("3", after: ["live"]));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await _cluster.CrashAsync();

        await EndsAsync(older, newer);
        // What was live was neither taken back nor touched again.
        Assert.Equal(["a"], await _scenario.OrderOfAsync(older, RestoreStarted.Name));
        Assert.Equal(["a"], await _scenario.OrderOfAsync(newer, RolloutStarted.Name));
        Assert.Equal("2", await _scenario.RevisionsOfAsync("live"));
    }

    [Fact]
    public async Task With_others_in_the_line_that_were_overtaken_before_their_turn()
    {
        var older = await _scenario.ApplyAsync(Component("a", "1", options: Slow));
        await _scenario.HappenedAsync(older, StepStarted.Name);
        var queued = (await _scenario.TryApplyAsync(OnConflict.Queue, Component("a", "2"))).Id;
        _cluster.Target.Answer(_scenario.Key("a"), verb => verb is "remove" ? TargetAnswer.Unavailable("held back by the test") : null);
        var newer = await _scenario.OvertakeAsync(Plain("3"));
        await _scenario.EndOfAsync(queued);

        await _cluster.CrashAsync();
        _cluster.Target.Heal(_scenario.Key("a"));

        await EndsAsync(older, newer);
        Assert.Equal([DeploymentPlanned.Name, DeploymentSuperseded.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(queued));
    }

    private async Task EndsAsync(string older, string newer)
    {
        var ended = await _scenario.EndOfAsync(older);
        Assert.Equal((DeploymentStatus.Superseded, newer), (ended.Status, ended.SupersededBy));
        var followed = await _scenario.EndOfAsync(newer);
        Assert.Equal((DeploymentStatus.Succeeded, null), (followed.Status, followed.Reason));
        Assert.Equal("3", (await _scenario.StateOfAsync("a")).Current?.Revision.Spec.Version);
        Assert.Single(await _scenario.HistoryOfAsync(older), DeploymentSuperseded.Name);
        Assert.Null((await _cluster.Journal.VerifyAsync()).BrokenAt);
    }

    private static ComponentSpec Canary(string version, string[]? after = null) =>
        StrategyTests.Service("a", version, Gated) with { DependsOn = [.. after ?? []] };

    private static ComponentSpec Plain(string version, string[]? after = null) =>
        StrategyTests.Service("a", version, new RollingSpec()) with { DependsOn = [.. after ?? []] };
}
