using System.Collections.Immutable;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Strategies, controls, what is kept and how far a failure reaches, over whole deployments on a real silo.</summary>
[Collection(ClusterTests.Name)]
public sealed class StrategyTests(LuminaCluster cluster)
{
    private static readonly StrategySpec Approved = new BlueGreenSpec { Switch = SwitchMode.Approved };
    private static readonly StrategySpec Gated = new CanarySpec { Steps = [new CanaryStep { Weight = 10 }, new CanaryStep { Weight = 50, For = TimeSpan.FromHours(1) }] };

    private readonly Scenario _scenario = new(cluster);

    [Fact]
    public async Task A_canary_waits_for_people_and_hours_and_people_end_both()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Gated)));
        var id = await _scenario.ApplyAsync(Service("a", "2", Gated));
        var grain = cluster.Grains.GetGrain<IDeploymentGrain>(id);
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");

        Assert.Equal(ControlReply.WrongState, (await grain.SkipAsync(Told())).Reply);
        Assert.Equal(ControlReply.Done, (await grain.PromoteAsync(Told("a", step: 1))).Reply);
        Assert.Equal(ControlReply.Done, (await grain.PromoteAsync(Told("a", step: 1))).Reply);
        await HeldAsync("a", 2);
        Assert.Equal(ControlReply.WrongState, (await grain.PromoteAsync(Told())).Reply);
        Assert.Equal(ControlReply.Done, (await grain.SkipAsync(Told())).Reply);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal(ControlReply.WrongState, (await grain.PromoteAsync(Told())).Reply);
    }

    [Fact]
    public async Task A_switch_that_nobody_agreed_to_is_cancelled_and_nothing_was_switched()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Approved)));
        var id = await _scenario.ApplyAsync(Service("a", "2", Approved));
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");
        Assert.Equal("1 1 2 2", await _scenario.RevisionsOfAsync("a"));

        await cluster.Grains.GetGrain<IDeploymentGrain>(id).CancelAsync("tester", null);

        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal(0, cluster.Target.Operations.Count(o => o.Contains(id, StringComparison.Ordinal) && o.Contains("traffic-2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_component_is_promoted_and_the_other_goes_on_waiting()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Approved), Service("b", "1", Approved)));
        var id = await _scenario.ApplyAsync(Service("a", "2", Approved), Service("b", "2", Approved));
        var grain = cluster.Grains.GetGrain<IDeploymentGrain>(id);
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");
        await _scenario.HappenedAsync(id, StepHeld.Name, "b");

        await grain.PromoteAsync(Told("a"));
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        Assert.True((await _scenario.StateOfAsync("b")).Rollout?.AwaitsPromotion);
        Assert.Equal(ControlReply.WrongState, (await grain.PromoteAsync(Told("nobody"))).Reply);
        await grain.PromoteAsync(Told(full: true));

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task Rolling_back_within_the_time_is_a_switch_of_traffic_to_the_very_instances()
    {
        var (first, second) = (Kept("a", "1"), Kept("a", "2"));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(first));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(second));
        Assert.Equal("1 1 2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal(1, (await _scenario.StateOfAsync("a")).Kept?.Revision.Number);
        var before = await InstancesAsync("a", 1);

        var (id, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);

        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal(before, await InstancesAsync("a", 1));
        Assert.Equal((1, null), ((await _scenario.StateOfAsync("a")).Current?.Revision.Number, (await _scenario.StateOfAsync("a")).Kept));
    }

    [Fact]
    public async Task Rolling_back_to_what_runs_does_nothing()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "1")));
        var second = await _scenario.ApplyAsync(Kept("a", "2"));
        await _scenario.EndOfAsync(second);
        var intent = new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment, Target = second };
        await _scenario.EndOfAsync((await _scenario.StartAsync(intent)).Id);
        var before = cluster.Target.EffectsOn(_scenario.Key("a"));

        var again = await _scenario.EndOfAsync((await _scenario.StartAsync(intent)).Id);

        Assert.Equal((DeploymentStatus.Succeeded, 0), (again.Status, again.Changed));
        Assert.Equal(before, cluster.Target.EffectsOn(_scenario.Key("a")));
    }

    [Fact]
    public async Task What_stands_by_may_be_ill_without_failing_the_deployment()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "1")));
        cluster.Target.Show(_scenario.Key("a"), InstancePhase.Unhealthy, revision: 1);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "2")));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        cluster.Target.Heal(_scenario.Key("a"));
    }

    [Fact]
    public async Task What_stands_by_goes_at_its_time()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "1", TimeSpan.FromSeconds(1))));
        var id = await _scenario.ApplyAsync(Kept("a", "2", TimeSpan.FromSeconds(1)));
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);

        await _scenario.HappenedAsync(id, PreviousReleased.Name, "a");

        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Null((await _scenario.StateOfAsync("a")).Kept);
    }

    [Fact]
    public async Task A_narrow_scope_takes_back_the_component_that_failed_and_leaves_the_others()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Scoped("a", "1"), Scoped("b", "1", after: ["a"]), Scoped("c", "1", after: ["b"])));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(
            Scoped("a", "2"), Scoped("b", "2", RollbackScope.Component, ["a"], fails: true), Scoped("c", "2", after: ["b"])));

        Assert.Equal((DeploymentStatus.RolledBack, "b"), (ended.Status, ended.FailedComponent));
        Assert.EndsWith("By its scope this stays as it is now: a.", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(["2", "1", "1"], [await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b"), await _scenario.RevisionsOfAsync("c")]);
    }

    [Fact]
    public async Task Dependents_are_taken_back_with_what_fell_ill_and_in_reverse()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(
            Scoped("a", "1"), Scoped("b", "1", after: ["a"]), Scoped("c", "1", after: ["b"]), Scoped("d", "1", after: ["c"])));
        var id = await _scenario.ApplyAsync(
            Scoped("a", "2"), Scoped("b", "2", RollbackScope.Dependents, ["a"]), Scoped("c", "2", after: ["b"]), Scoped("d", "2", after: ["c"], slow: true));
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "c");
        cluster.Target.Show(_scenario.Key("b"), InstancePhase.Unhealthy);
        await _scenario.HappenedAsync(id, RestoreStarted.Name, "d");
        cluster.Target.Heal(_scenario.Key("b"));

        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.RolledBack, "b"), (ended.Status, ended.FailedComponent));
        Assert.Equal(["d", "c", "b"], await _scenario.OrderOfAsync(id, RestoreSucceeded.Name));
        Assert.Equal("2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("c"));
    }

    [Fact]
    public async Task What_is_live_and_falls_ill_while_another_waits_for_somebody_takes_all_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Scoped("a", "1"), Service("b", "1", Gated)));
        var id = await _scenario.ApplyAsync(Scoped("a", "2"), Service("b", "2", Gated));
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        await _scenario.HappenedAsync(id, StepHeld.Name, "b");

        cluster.Target.Show(_scenario.Key("a"), InstancePhase.Unhealthy);
        await _scenario.HappenedAsync(id, DeploymentRollingBack.Name);
        cluster.Target.Heal(_scenario.Key("a"));
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.RolledBack, "a"), (ended.Status, ended.FailedComponent));
        Assert.Contains("was healthy and is not any more", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(("1", "1 1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    [Fact]
    public async Task What_is_under_way_beside_a_narrow_failure_goes_on_and_can_still_be_cancelled()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Approved), Scoped("b", "1")));
        var id = await _scenario.ApplyAsync(Service("a", "2", Approved), Scoped("b", "2", RollbackScope.Component, fails: true));
        await _scenario.HappenedAsync(id, RestoreSucceeded.Name, "b");
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");
        var grain = cluster.Grains.GetGrain<IDeploymentGrain>(id);

        Assert.Equal(ControlReply.Done, (await grain.CancelAsync("tester", "all of it")).Reply);
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Cancelled, ended.Status);
        Assert.StartsWith("b: ", ended.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Cancelled by tester: all of it", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(("1 1", "1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    [Fact]
    public async Task What_is_under_way_beside_a_narrow_failure_can_be_promoted()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Approved), Scoped("b", "1")));
        var id = await _scenario.ApplyAsync(Service("a", "2", Approved), Scoped("b", "2", RollbackScope.Component, fails: true));
        await _scenario.HappenedAsync(id, RestoreSucceeded.Name, "b");
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");

        Assert.Equal(ControlReply.Done, (await cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(Told("a"))).Reply);

        Assert.Equal(DeploymentStatus.RolledBack, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal(("2 2", "1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    internal static StepCommand Told(string? component = null, int? step = null, bool full = false) => new(component, step, full, "tester", "because");

    internal static ComponentSpec Service(string name, string version, StrategySpec strategy) =>
        Component(name, version, replicas: 2) with { Strategy = strategy, Port = 8080 };

    internal static ComponentSpec Kept(string name, string version, TimeSpan? keep = null) =>
        Service(name, version, new BlueGreenSpec()) with { Rollback = new RollbackSpec { KeepPrevious = keep ?? TimeSpan.FromHours(1) } };

    private static ComponentSpec Scoped(
        string name, string version, RollbackScope scope = RollbackScope.All, string[]? after = null, bool fails = false, bool slow = false) =>
        Component(name, version, after: after, options: [.. fails ? ["fail=100%"] : Array.Empty<string>(), .. slow ? ["start=500ms"] : Array.Empty<string>()]) with
        {
            Rollback = new RollbackSpec { Scope = scope },
        };

    private async Task HeldAsync(string component, int step)
    {
        await foreach (var e in cluster.Journal.FollowAsync(new JournalQuery(Stream: Records.Streams.Of(_scenario.Key(component)))))
        {
            if (e.Type == StepHeld.Name && (await _scenario.StateOfAsync(component)).Rollout is { HeldSince: not null } rollout && rollout.Step == step)
                return;
        }
    }

    private async Task<ImmutableArray<string>> InstancesAsync(string component, int revision) =>
        [.. (await cluster.Target.ObserveAsync(_scenario.Key(component), default)).Value!.Revisions.First(r => r.Number == revision).Instances.Select(i => i.Id)];
}
