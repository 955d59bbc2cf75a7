using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>The silo dies without ceremony; its successor finds the record and the target as they are.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private readonly LuminaCluster _cluster = new();
    private readonly Scenario _scenario;

    public CrashTests() => _scenario = new Scenario(_cluster);

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>The crash comes when the n-th operation reaches the target: before it is done, or when it is done and nobody knows.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public async Task A_deployment_goes_on_where_it_was_and_does_nothing_twice(int nth, bool afterTheEffect)
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1", replicas: 2), Component("b", "1", after: ["a"])));
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Target.CrashAt(nth, afterTheEffect, reached);

        var id = await _scenario.ApplyAsync(Component("a", "2", replicas: 2), Component("b", "2", after: ["a"]));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await _cluster.CrashAsync();
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("2", await _scenario.RevisionsOfAsync("b"));
        // For a: two to start with, then prepare, two steps of one up and one down each. For b: the same with one step.
        Assert.Equal(EffectsOfARoll(steps: 2), _cluster.Target.EffectsOn(_scenario.Key("a")));
        Assert.Equal(EffectsOfARoll(steps: 1), _cluster.Target.EffectsOn(_scenario.Key("b")));
        Assert.Null((await _cluster.Journal.VerifyAsync()).BrokenAt);
    }

    [Fact]
    public async Task A_rollback_goes_on_where_it_was()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"])));
        _cluster.Target.Answer(_scenario.Key("a"), _ => null);
        var id = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: ["fail=100%"]));
        await _scenario.HappenedAsync(id, DeploymentRollingBack.Name);

        await _cluster.CrashAsync();
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("b"));
    }

    [Fact]
    public async Task A_paused_deployment_stays_paused_and_can_be_resumed()
    {
        var id = await _scenario.ApplyAsync(Component("a", options: ["start=200ms"]), Component("b", after: ["a"]));
        await _scenario.HappenedAsync(id, Lumina.Deployments.Components.StepStarted.Name, "a");
        await _cluster.Grains.GetGrain<IDeploymentGrain>(id).PauseAsync("tester", null);

        await _cluster.CrashAsync();
        await _scenario.HappenedAsync(id, Lumina.Deployments.Components.RolloutSucceeded.Name, "a");
        Assert.Null((await _scenario.StateOfAsync("b")).Rollout);
        await _cluster.Grains.GetGrain<IDeploymentGrain>(id).ResumeAsync("tester", null);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task The_queue_survives()
    {
        var first = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(first, Lumina.Deployments.Components.StepStarted.Name);
        var (second, _) = await _scenario.TryApplyAsync(wait: true, Component("quick"));

        await _cluster.CrashAsync();
        await _cluster.Grains.GetGrain<IDeploymentGrain>(first).CancelAsync("tester", null);

        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(first)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(second)).Status);
    }

    [Fact]
    public async Task A_gate_waits_in_the_record_and_can_be_opened_by_the_next_host()
    {
        var strategy = new BlueGreenSpec { Switch = SwitchMode.Approved };
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", strategy)));
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", strategy));
        await _scenario.HappenedAsync(id, Lumina.Deployments.Components.StepHeld.Name, "a");

        await _cluster.CrashAsync();
        Assert.Equal(ControlReply.Done, (await _cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(StrategyTests.Told())).Reply);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task What_stands_by_goes_at_its_time_although_the_host_that_knew_of_it_is_gone()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Kept("a", "1", TimeSpan.FromSeconds(2))));
        var id = await _scenario.ApplyAsync(StrategyTests.Kept("a", "2", TimeSpan.FromSeconds(2)));
        await _scenario.EndOfAsync(id);

        await _cluster.CrashAsync();
        await _scenario.HappenedAsync(id, Lumina.Deployments.Components.PreviousReleased.Name, "a");

        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_rollback_of_a_part_goes_on_as_the_part_that_it_was()
    {
        var (narrow, gate) = (new RollbackSpec { Scope = RollbackScope.Component }, new BlueGreenSpec { Switch = SwitchMode.Approved });
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", gate), Component("b", "1")));
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", gate), Component("b", "2", options: ["fail=100%"]) with { Rollback = narrow });
        await _scenario.HappenedAsync(id, DeploymentRollingBack.Name);
        await _scenario.HappenedAsync(id, Lumina.Deployments.Components.StepHeld.Name, "a");

        await _cluster.CrashAsync();
        await _cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(StrategyTests.Told("a"));
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        Assert.Equal(("2 2", "1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    [Fact]
    public async Task A_zombie_can_neither_record_nor_act()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1")));
        var stream = Records.Streams.Of(_scenario.Key("a"));
        var stale = await _cluster.Journal.ReadHeadAsync(stream);
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2")));

        await Assert.ThrowsAsync<JournalConflictException>(() => _cluster.Journal.AppendAsync(
            new Append(stream, stale.Sequence, [new NewEvent("zombie", null, "{}"u8.ToArray())], "{}"u8.ToArray(), null)));
        var answer = await _cluster.Target.RemoveAsync(new Operation("zombie", _scenario.Key("a"), stale.Sequence), default);

        Assert.Equal(TargetOutcome.Fenced, answer.Outcome);
        Assert.Equal("2", await _scenario.RevisionsOfAsync("a"));
    }

    /// <summary>First start: prepare and one scale. Then: prepare, and for each step one up and one down.</summary>
    private static int EffectsOfARoll(int steps) => 2 + 1 + (2 * steps);
}
