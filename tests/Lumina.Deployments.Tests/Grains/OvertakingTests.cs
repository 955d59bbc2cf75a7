using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>A newer deployment takes the place of one that has not ended.</summary>
[Collection(ClusterTests.Name)]
public sealed class OvertakingTests(LuminaCluster cluster)
{
    private static readonly StrategySpec Gated = new CanarySpec { Steps = [new CanaryStep { Weight = 10 }, new CanaryStep { Weight = 30 }, new CanaryStep { Weight = 60 }] };
    private static readonly StrategySpec Approved = new BlueGreenSpec { Switch = SwitchMode.Approved };
    private static readonly string[] Slow = ["start=1m"];
    private static readonly string[] Fails = ["start=500ms", "fail=100%"];

    private readonly Scenario _scenario = new(cluster);

    [Fact]
    public async Task What_is_live_stays_and_the_newer_one_decides_about_it()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"]), Component("c", "1", after: ["b"])));
        var older = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: Slow), Component("c", "2", after: ["b"]));
        await _scenario.HappenedAsync(older, StepStarted.Name, "b");

        var newer = await _scenario.OvertakeAsync(Component("a", "2"), Component("b", "3", after: ["a"]), Component("c", "1", after: ["b"]));

        var overtaken = await _scenario.EndOfAsync(older);
        Assert.Equal((DeploymentStatus.Superseded, newer), (overtaken.Status, overtaken.SupersededBy));
        Assert.Equal($"Overtaken by {newer}. This stays as it is now: a.", overtaken.Reason);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal(["b"], await _scenario.OrderOfAsync(older, RestoreSucceeded.Name));
        // Of a nothing was changed any more, and c was never begun by the older one.
        Assert.Equal(["b"], await _scenario.OrderOfAsync(newer, RolloutStarted.Name));
        Assert.Equal(("2", "3", "1"), (await VersionAsync("a"), await VersionAsync("b"), await VersionAsync("c")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_canary_is_overtaken_at_each_step(int step)
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var older = await _scenario.ApplyAsync(Canary("2"));
        for (var at = 1; at < step; at++)
        {
            await _scenario.HeldAsync("a", at);
            Assert.Equal(ControlReply.Done, (await Grain(older).PromoteAsync(StrategyTests.Told("a", at))).Reply);
        }
        await _scenario.HeldAsync("a", step);

        var newer = await _scenario.OvertakeAsync(Canary("3"));

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        await _scenario.HeldAsync("a", 1, newer);
        var traffic = (await cluster.Target.ObserveAsync(_scenario.Key("a"), default)).Value!.Traffic!;
        // Nobody talks to the one that was overtaken: what ran before it has what the newest doesn't.
        Assert.Equal([(1, 90), (3, 10)], traffic.Weights.Select(w => (w.Revision, w.Weight)).Order());
        Assert.DoesNotContain("2", await _scenario.RevisionsOfAsync("a"), StringComparison.Ordinal);
        await Grain(newer).PromoteAsync(StrategyTests.Told("a", full: true));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal("3 3", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_switch_that_waits_for_approval_is_overtaken_and_nothing_was_switched()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Approved)));
        var older = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", Approved));
        await _scenario.HappenedAsync(older, StepHeld.Name, "a");

        var newer = await _scenario.OvertakeAsync(StrategyTests.Service("a", "1", Approved));

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        // What the newer one wants runs again already.
        var ended = await _scenario.EndOfAsync(newer);
        Assert.Equal((DeploymentStatus.Succeeded, 0), (ended.Status, ended.Changed));
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task One_that_is_paused_is_overtaken_without_being_resumed()
    {
        var older = await _scenario.ApplyAsync(Component("a", options: ["start=200ms"]), Component("b", after: ["a"]));
        await _scenario.HappenedAsync(older, StepStarted.Name, "a");
        await Grain(older).PauseAsync("tester", null);
        await _scenario.HappenedAsync(older, RolloutSucceeded.Name, "a");

        var newer = await _scenario.OvertakeAsync(Component("a", options: ["start=200ms"]));

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.DoesNotContain(DeploymentResumed.Name, await _scenario.HistoryOfAsync(older));
        Assert.Null((await _scenario.StateOfAsync("b")).Rollout);
        Assert.Equal(ControlReply.WrongState, (await Grain(older).ResumeAsync("tester", null)).Reply);
    }

    [Fact]
    public async Task One_that_is_rolling_back_finishes_that_first_and_ends_as_what_it_is()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"])));
        var older = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: Fails));
        await _scenario.HappenedAsync(older, RolloutSucceeded.Name, "a");
        cluster.Target.Answer(_scenario.Key("a"), verb => verb == "scale" ? TargetAnswer.Unavailable("held back by the test") : null);
        await _scenario.HappenedAsync(older, RestoreStarted.Name, "a");

        var newer = await _scenario.OvertakeAsync(Component("a", "3"), Component("b", "3", after: ["a"]));
        Assert.Equal(DeploymentStatus.RollingBack, (await _scenario.NowAsync(older)).Status);
        cluster.Target.Heal(_scenario.Key("a"));

        var ended = await _scenario.EndOfAsync(older);
        Assert.Equal((DeploymentStatus.RolledBack, "b", null), (ended.Status, ended.FailedComponent, ended.SupersededBy));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal(("3", "3"), (await VersionAsync("a"), await VersionAsync("b")));
    }

    [Fact]
    public async Task Beside_a_narrow_rollback_what_waits_at_a_gate_goes_back_too()
    {
        var narrow = new RollbackSpec { Scope = RollbackScope.Component };
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Approved), Component("b", "1")));
        var older = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", Approved), Component("b", "2", options: Fails) with { Rollback = narrow });
        await _scenario.HappenedAsync(older, RestoreSucceeded.Name, "b");
        await _scenario.HappenedAsync(older, StepHeld.Name, "a");

        var newer = await _scenario.OvertakeAsync(StrategyTests.Service("a", "1", Approved), Component("b", "3"));

        var ended = await _scenario.EndOfAsync(older);
        Assert.Equal((DeploymentStatus.RolledBack, "b", newer), (ended.Status, ended.FailedComponent, ended.SupersededBy));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal(("1 1", "3"), (await _scenario.RevisionsOfAsync("a"), await VersionAsync("b")));
    }

    [Fact]
    public async Task Those_that_wait_are_overtaken_untouched_and_the_newest_comes_next()
    {
        var running = await _scenario.ApplyAsync(StrategyTests.Service("a", "1", Approved), Component("slow", options: Slow));
        await _scenario.HappenedAsync(running, StepStarted.Name, "slow");
        var queued = (await _scenario.TryApplyAsync(OnConflict.Queue, Component("queued"))).Id;
        var first = await _scenario.OvertakeAsync(Component("first"));
        var second = await _scenario.OvertakeAsync(Component("second"));

        foreach (var waiting in new[] { queued, first })
        {
            var ended = await _scenario.EndOfAsync(waiting);
            // The first that overtook may have been overtaken itself before it could begin, or have had its turn; it never ends as anything else.
            Assert.True(ended.Status is DeploymentStatus.Superseded || (waiting == first && ended.Status == DeploymentStatus.Succeeded), $"{ended.Status}");
        }
        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(running)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(second)).Status);
        Assert.Empty(await _scenario.RevisionsOfAsync("queued"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("second"));
        Assert.Empty(await _scenario.RevisionsOfAsync("first"));
    }

    [Fact]
    public async Task Of_two_that_overtake_the_older_ends_before_its_turn()
    {
        cluster.Target.Answer(_scenario.Key("a"), verb => verb == "remove" ? TargetAnswer.Unavailable("held back by the test") : null);
        var running = await _scenario.ApplyAsync(Component("a", options: Slow));
        await _scenario.HappenedAsync(running, StepStarted.Name, "a");
        var first = await _scenario.OvertakeAsync(Component("a", "2"));
        await _scenario.HappenedAsync(running, DeploymentSuperseded.Name);

        var second = await _scenario.OvertakeAsync(Component("a", "3"));
        var ended = await _scenario.EndOfAsync(first);
        cluster.Target.Heal(_scenario.Key("a"));

        Assert.Equal((DeploymentStatus.Superseded, second), (ended.Status, ended.SupersededBy));
        Assert.Equal([DeploymentPlanned.Name, DeploymentSuperseded.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(first));
        Assert.Equal(first, (await _scenario.EndOfAsync(running)).SupersededBy);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(second)).Status);
        Assert.Equal("3", await VersionAsync("a"));
    }

    [Fact]
    public async Task The_word_can_come_twice_and_too_late()
    {
        var older = await _scenario.ApplyAsync(Component("a", options: Slow));
        await _scenario.HappenedAsync(older, StepStarted.Name, "a");

        var newer = await _scenario.OvertakeAsync(Component("a", "2"));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Grain(older).SupersedeAsync(newer)));
        await _scenario.EndOfAsync(older);
        await Grain(older).SupersedeAsync(newer);
        await _scenario.EndOfAsync(newer);
        await Grain(newer).SupersedeAsync("dep-late");

        Assert.Equal([DeploymentPlanned.Name, DeploymentStarted.Name, DeploymentSuperseded.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(older));
        Assert.Equal([DeploymentPlanned.Name, DeploymentStarted.Name, DeploymentEnded.Name], await _scenario.HistoryOfAsync(newer));
    }

    [Fact]
    public async Task A_rollback_by_a_person_is_not_overtaken_and_the_newer_one_waits()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1", options: ["start=300ms"])));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2")));
        var (rollback, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });
        await _scenario.HappenedAsync(rollback, StepStarted.Name, "a");

        var newer = await _scenario.OvertakeAsync(Component("a", "3"));

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(rollback)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal(["1", "2", "1", "3"], await RolledOutAsync());
    }

    [Fact]
    public async Task A_removal_is_not_overtaken_and_can_itself_overtake()
    {
        var older = await _scenario.ApplyAsync(Component("a"), Component("b", after: ["a"], options: Slow));
        await _scenario.HappenedAsync(older, StepStarted.Name, "b");
        var (removal, _) = await _scenario.StartAsync(
            new DeploymentIntent { Kind = DeploymentKind.Remove, Plan = _scenario.Plan, Environment = Scenario.Environment }, OnConflict.Supersede);

        var newer = await _scenario.OvertakeAsync(Component("a", "3"));

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(removal)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal("3", await VersionAsync("a"));
        Assert.Empty(await _scenario.RevisionsOfAsync("b"));
    }

    [Fact]
    public async Task A_rollback_that_overtakes_takes_back_what_the_running_one_had_made_live()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"])));
        var older = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: Slow));
        await _scenario.HappenedAsync(older, StepStarted.Name, "b");

        var (rollback, _) = await _scenario.StartAsync(
            new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment }, OnConflict.Supersede);

        Assert.Equal(DeploymentStatus.Superseded, (await _scenario.EndOfAsync(older)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(rollback)).Status);
        Assert.Equal(("1", "1"), (await VersionAsync("a"), await VersionAsync("b")));
    }

    [Fact]
    public async Task Whoever_cancels_one_that_is_being_overtaken_takes_back_all_of_it()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"])));
        var older = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: Slow));
        await _scenario.HappenedAsync(older, StepStarted.Name, "b");
        cluster.Target.Answer(_scenario.Key("b"), verb => verb == "scale" ? TargetAnswer.Unavailable("held back by the test") : null);
        var newer = await _scenario.OvertakeAsync(Component("a", "3"), Component("b", "3", after: ["a"]));
        await _scenario.HappenedAsync(older, DeploymentSuperseded.Name);

        Assert.Equal(ControlReply.Done, (await Grain(older).CancelAsync("tester", "all of it")).Reply);
        cluster.Target.Heal(_scenario.Key("b"));

        var ended = await _scenario.EndOfAsync(older);
        Assert.Equal(DeploymentStatus.Cancelled, ended.Status);
        Assert.Equal(["b", "a"], await _scenario.OrderOfAsync(older, RestoreSucceeded.Name));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_said_and_the_newer_one_clears_it_away()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Canary("1")));
        var older = await _scenario.ApplyAsync(Canary("2"));
        await _scenario.HeldAsync("a", 1);
        // At its gate it asks nothing of the target: what comes first is the way back.
        var asked = 0;
        cluster.Target.Answer(_scenario.Key("a"), verb => verb is "scale" or "traffic" && ++asked == 1 ? TargetAnswer.Failed("no") : null);

        var newer = await _scenario.OvertakeAsync(Component("a", "3", replicas: 2) with { Port = 8080 });

        var ended = await _scenario.EndOfAsync(older);
        Assert.Equal((DeploymentStatus.Failed, newer), (ended.Status, ended.SupersededBy));
        Assert.Contains("Not taken back: a", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(newer)).Status);
        Assert.Equal("3 3", await _scenario.RevisionsOfAsync("a"));
        cluster.Target.Heal(_scenario.Key("a"));
    }

    [Fact]
    public async Task One_that_refuses_is_told_who_has_the_turn_and_overtakes_nobody()
    {
        var older = await _scenario.ApplyAsync(Component("a", options: ["start=300ms"]));

        var (_, answer) = await _scenario.TryApplyAsync(OnConflict.Refuse, Component("a", "2"));

        Assert.Equal((StartReply.Busy, older), (answer.Reply, answer.Other));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(older)).Status);
    }

    private static ComponentSpec Canary(string version) => StrategyTests.Service("a", version, Gated);

    private IDeploymentGrain Grain(string id) => cluster.Grains.GetGrain<IDeploymentGrain>(id);

    private async Task<string?> VersionAsync(string component) => (await _scenario.StateOfAsync(component)).Current?.Revision.Spec.Version;

    /// <summary>The versions of a that went live, in order.</summary>
    private async Task<string?[]> RolledOutAsync()
    {
        var versions = new List<string?>();
        var state = ComponentState.Initial;
        await foreach (var e in cluster.Journal.ReadAsync(new Journal.JournalQuery(Stream: Records.Streams.Of(_scenario.Key("a")))))
        {
            state = ComponentFold.Apply(state, Records.DeploymentStreams.ReadComponentEvent(e));
            if (e.Type == RolloutSucceeded.Name)
                versions.Add(state.Current?.Revision.Spec.Version);
        }
        return [.. versions];
    }
}
