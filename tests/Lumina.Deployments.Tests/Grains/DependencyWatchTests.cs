using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;
using Lumina.Targets.Simulated;
using Microsoft.Extensions.Time.Testing;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>What falls ill while others are still rolled out.</summary>
[Collection(ClusterTests.Name)]
public sealed class DependencyWatchTests(LuminaCluster cluster)
{
    private readonly Scenario _scenario = new(cluster);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_unchanged_dependency_that_falls_ill_fails_who_is_under_way_and_is_named()
    {
        var (watch, target, run) = await WatchAsync();
        Assert.Null(await LookAsync(watch, target));

        target.Show(_scenario.Key("db"), InstancePhase.Unhealthy);

        Assert.Null(await LookAsync(watch, target));
        var ill = Assert.NotNull(await LookAsync(watch, target));
        Assert.Equal("web", run.NameOf(ill.Node));
        Assert.StartsWith("It depends on db, which has fallen ill: Instance db-r1-1 was healthy and is not any more", ill.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_only_stumbles_fails_nothing()
    {
        var (watch, target, _) = await WatchAsync();
        for (var looks = 0; looks < 6; looks++)
        {
            Assert.Null(await LookAsync(watch, target));
            if (looks % 2 == 0)
                target.Show(_scenario.Key("db"), InstancePhase.Unhealthy);
            else
                target.Heal(_scenario.Key("db"));
        }
    }

    [Fact]
    public async Task One_that_was_ill_before_may_be_what_is_being_cured()
    {
        var (watch, target, _) = await WatchAsync();
        target.Show(_scenario.Key("db"), InstancePhase.Unhealthy);

        for (var looks = 0; looks < 3; looks++)
            Assert.Null(await LookAsync(watch, target));
    }

    [Fact]
    public async Task One_that_nothing_under_way_depends_on_is_not_looked_at()
    {
        var (watch, target, _) = await WatchAsync();
        Assert.Null(await LookAsync(watch, target));
        target.Show(_scenario.Key("other"), InstancePhase.Unhealthy);

        for (var looks = 0; looks < 3; looks++)
            Assert.Null(await LookAsync(watch, target));
    }

    [Fact]
    public async Task It_looks_once_in_a_few_seconds_however_often_it_is_asked()
    {
        var (watch, target, _) = await WatchAsync();
        var registry = new TargetRegistry([target]);
        await watch.LookAsync(registry, cluster.Journal);
        target.Show(_scenario.Key("db"), InstancePhase.Unhealthy);

        for (var asked = 0; asked < 100; asked++)
            Assert.Null(await watch.LookAsync(registry, cluster.Journal));
    }

    /// <summary>A deployment in which <c>web</c> is under way, which depends on <c>db</c>, which does not change; neither does <c>other</c>.</summary>
    private async Task<(DependencyWatch Watch, TroublesomeTarget Target, DeploymentRun Run)> WatchAsync()
    {
        var changes = new ChangeSet
        {
            Plan = _scenario.Plan,
            Environment = Scenario.Environment,
            Changes =
            [
                new ComponentChange { Component = "db", Action = ChangeAction.Unchanged, Desired = Component("db"), FromRevision = 1 },
                new ComponentChange { Component = "other", Action = ChangeAction.Unchanged, Desired = Component("other"), FromRevision = 1 },
                new ComponentChange { Component = "web", Action = ChangeAction.Update, Desired = Component("web", "2", after: ["db"]), FromRevision = 1 },
            ],
        };
        var state = new DeploymentState
        {
            Id = "dep-watched",
            Intent = new DeploymentIntent { Kind = DeploymentKind.Apply, Plan = _scenario.Plan, Environment = Scenario.Environment },
            Status = DeploymentStatus.Running,
            ChangeDigest = "",
            Actor = "tester",
            Parallelism = 1,
            CreatedAt = _time.GetUtcNow(),
        };
        var run = await DeploymentRun.LoadAsync(state, changes, ChangeGraph.Of(changes), cluster.Journal);
        Assert.True(run.Board.TryTake(out _));
        var target = new TroublesomeTarget(new SimulatedTarget(_time));
        foreach (var name in new[] { "db", "other", "web" })
            await target.ScaleAsync(new Operation("start", _scenario.Key(name), 1), new RevisionSpec(1, Component(name), "/"), 1, default);
        return (new DependencyWatch(run, _time), target, run);
    }

    private async Task<(int Node, string Reason)?> LookAsync(DependencyWatch watch, TroublesomeTarget target)
    {
        _time.Advance(DependencyWatch.Every);
        return await watch.LookAsync(new TargetRegistry([target]), cluster.Journal);
    }
}
