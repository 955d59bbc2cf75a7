using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Journal;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

[Collection(ClusterTests.Name)]
public sealed class DeploymentTests(LuminaCluster cluster)
{
    private readonly Scenario _scenario = new(cluster);

    private static readonly string[] AlwaysFails = ["fail=100%"];

    [Fact]
    public async Task Components_go_live_in_the_order_of_their_dependencies()
    {
        var id = await _scenario.ApplyAsync(
            Component("core", after: ["memory", "providers"]), Component("memory"), Component("providers"), Component("web", after: ["core"]));

        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        var live = await _scenario.OrderOfAsync(id, RolloutSucceeded.Name);
        var started = await _scenario.OrderOfAsync(id, RolloutStarted.Name);
        Assert.Equal(["core", "web"], live[2..]);
        Assert.Equal(["core", "web"], started[2..]);
        Assert.Equal(4, live.Length);
    }

    [Fact]
    public async Task A_second_deployment_of_the_same_plan_touches_nothing()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 2), Component("b", after: ["a"])));
        var before = cluster.Target.EffectsOn(_scenario.Key("a"));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 2), Component("b", after: ["a"])));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal(0, ended.Changed);
        Assert.Equal(before, cluster.Target.EffectsOn(_scenario.Key("a")));
        Assert.Equal("1 1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1", replicas: 3)));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2", replicas: 3)));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal("2 2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("2", (await _scenario.StateOfAsync("a")).Current?.Revision.Spec.Version);
    }

    [Fact]
    public async Task A_failure_takes_everything_back_in_reverse_order()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(
            Component("a"), Component("b", after: ["a"]), Component("c", after: ["b"]), Component("aside")));

        var id = await _scenario.ApplyAsync(
            Component("a", "2"), Component("b", "2", after: ["a"]), Component("c", "2", after: ["b"], options: AlwaysFails), Component("aside"));
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        Assert.Equal("c", ended.FailedComponent);
        Assert.StartsWith("c: ", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(["c", "b", "a"], await _scenario.OrderOfAsync(id, RestoreSucceeded.Name));
        foreach (var name in new[] { "a", "b", "c" })
        {
            Assert.Equal("1", await _scenario.RevisionsOfAsync(name));
            Assert.Equal("1", (await _scenario.StateOfAsync(name)).Current?.Revision.Spec.Version);
        }
        var failure = (await _scenario.StateOfAsync("c")).Rollout?.Failure;
        Assert.Equal("simulated failure", failure?.LastAnswer);
    }

    [Fact]
    public async Task A_first_deployment_that_fails_leaves_nothing()
    {
        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(
            Component("a"), Component("b", after: ["a"], options: AlwaysFails), Component("c", after: ["b"])));

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        foreach (var name in new[] { "a", "b", "c" })
        {
            Assert.Empty(await _scenario.RevisionsOfAsync(name));
            Assert.Null((await _scenario.StateOfAsync(name)).Current);
        }
    }

    [Fact]
    public async Task A_component_that_the_plan_drops_is_removed_after_those_that_used_it()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("cache"), Component("core", after: ["cache"])));

        var id = await _scenario.ApplyAsync(Component("core", "2"));
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal(["core", "cache"], await _scenario.OrderOfAsync(id, RolloutSucceeded.Name));
        Assert.Empty(await _scenario.RevisionsOfAsync("cache"));
    }

    [Fact]
    public async Task Removing_a_plan_goes_against_the_order_of_dependencies()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a"), Component("b", after: ["a"]), Component("c", after: ["b"])));

        var (id, _) = await _scenario.RemoveAsync();
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal(["c", "b", "a"], await _scenario.OrderOfAsync(id, RolloutSucceeded.Name));
        Assert.Empty(await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task Changing_the_number_of_replicas_keeps_the_instances_that_are_there()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 2)));

        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 4)));
        Assert.Equal("1 1 1 1", await _scenario.RevisionsOfAsync("a"));

        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 1)));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_deployment_that_is_under_way_keeps_others_out_and_is_named_to_them()
    {
        var first = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(first, StepStarted.Name);

        var (_, answer) = await _scenario.TryApplyAsync(wait: false, Component("slow", "2"));

        Assert.Equal(StartReply.Busy, answer.Reply);
        Assert.Equal(first, answer.Other);
        await cluster.Grains.GetGrain<IDeploymentGrain>(first).CancelAsync("tester", null);
        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(first)).Status);
    }

    [Fact]
    public async Task One_that_waits_has_its_turn_when_the_other_has_ended()
    {
        var first = await _scenario.ApplyAsync(Component("slow", options: ["start=1m"]));
        await _scenario.HappenedAsync(first, StepStarted.Name);
        var (second, answer) = await _scenario.TryApplyAsync(wait: true, Component("quick"));
        Assert.Equal(StartReply.Accepted, answer.Reply);

        await cluster.Grains.GetGrain<IDeploymentGrain>(first).CancelAsync("tester", "enough");

        Assert.Equal(DeploymentStatus.Cancelled, (await _scenario.EndOfAsync(first)).Status);
        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(second)).Status);
        Assert.Empty(await _scenario.RevisionsOfAsync("slow"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("quick"));
    }

    [Fact]
    public async Task Cancelling_takes_back_what_was_changed_and_twice_is_once()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a"), Component("b", after: ["a"])));
        var id = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: ["start=1m"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "b");
        var grain = cluster.Grains.GetGrain<IDeploymentGrain>(id);

        Assert.Equal(ControlReply.Done, (await grain.CancelAsync("tester", "wrong one")).Reply);
        var again = await grain.CancelAsync("tester", "wrong one");
        var ended = await _scenario.EndOfAsync(id);

        Assert.Contains(again.Reply, new[] { ControlReply.Done, ControlReply.WrongState });
        Assert.Equal(DeploymentStatus.Cancelled, ended.Status);
        Assert.Contains("wrong one", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(["b", "a"], await _scenario.OrderOfAsync(id, RestoreSucceeded.Name));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("b"));
        Assert.Equal(ControlReply.WrongState, (await grain.CancelAsync("tester", null)).Reply);
    }

    [Fact]
    public async Task A_paused_deployment_begins_no_further_component_until_it_is_resumed()
    {
        var id = await _scenario.ApplyAsync(Component("a", options: ["start=300ms"]), Component("b", after: ["a"]));
        var grain = cluster.Grains.GetGrain<IDeploymentGrain>(id);
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");

        Assert.Equal(ControlReply.Done, (await grain.PauseAsync("tester", null)).Reply);
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        Assert.Equal(ControlReply.Done, (await grain.PauseAsync("tester", "again")).Reply);
        Assert.Null((await _scenario.StateOfAsync("b")).Rollout);
        Assert.Equal(ControlReply.Done, (await grain.ResumeAsync("tester", null)).Reply);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        var kinds = new List<string>();
        await foreach (var e in cluster.Journal.ReadAsync(new JournalQuery(Stream: id)))
            kinds.Add(e.Type);
        Assert.Equal([DeploymentPlanned.Name, DeploymentStarted.Name, DeploymentPaused.Name, DeploymentResumed.Name, DeploymentEnded.Name], kinds);
    }

    [Fact]
    public async Task A_failure_while_paused_is_taken_back_all_the_same()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));
        var id = await _scenario.ApplyAsync(Component("a", "2", options: ["start=300ms", "fail=100%"]));
        await _scenario.HappenedAsync(id, StepStarted.Name, "a");

        await cluster.Grains.GetGrain<IDeploymentGrain>(id).PauseAsync("tester", null);

        Assert.Equal(DeploymentStatus.RolledBack, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_restore_that_fails_is_said_and_does_not_hide_the_failure()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a"), Component("b", after: ["a"])));
        cluster.Target.Show(_scenario.Key("b"), InstancePhase.Failed);
        try
        {
            var id = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"]));
            var ended = await _scenario.EndOfAsync(id);

            Assert.Equal(DeploymentStatus.Failed, ended.Status);
            Assert.StartsWith("b: Instance", ended.Reason, StringComparison.Ordinal);
            Assert.Contains("Not taken back: b", ended.Reason, StringComparison.Ordinal);
            Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
            var rollout = (await _scenario.StateOfAsync("b")).Rollout;
            Assert.Equal(RolloutPhase.RestoreFailed, rollout?.Phase);
            Assert.NotNull(rollout?.Failure);
            Assert.NotNull(rollout.RestoreFailure);
        }
        finally
        {
            cluster.Target.Heal(_scenario.Key("b"));
        }
    }

    [Fact]
    public async Task A_target_that_is_away_for_a_while_delays_and_does_not_fail()
    {
        var refusals = 0;
        cluster.Target.Answer(_scenario.Key("a"), verb => verb != "observe" && ++refusals <= 5 ? TargetAnswer.Unavailable("away") : null);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.True(refusals > 5);
        cluster.Target.Heal(_scenario.Key("a"));
    }

    [Fact]
    public async Task A_component_that_falls_ill_before_the_deployment_is_through_takes_it_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a"), Component("b", after: ["a"])));
        var id = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"], options: ["start=300ms"]));
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        cluster.Target.Show(_scenario.Key("a"), InstancePhase.Unhealthy);
        await _scenario.HappenedAsync(id, RestoreStarted.Name, "b");
        cluster.Target.Heal(_scenario.Key("a"));

        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.RolledBack, ended.Status);
        Assert.Equal("a", ended.FailedComponent);
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("1", await _scenario.RevisionsOfAsync("b"));
    }

    [Fact]
    public async Task What_was_agreed_to_must_be_what_would_happen()
    {
        var first = await _scenario.ApplyAsync(Component("a"));
        await _scenario.EndOfAsync(first);
        var intent = new DeploymentIntent { Kind = DeploymentKind.Remove, Plan = _scenario.Plan, Environment = Scenario.Environment };

        var (id, answer) = await _scenario.StartAsync(intent, expected: "sha256:something-else");

        Assert.Equal(StartReply.Stale, answer.Reply);
        Assert.False(await cluster.Grains.GetGrain<IDeploymentGrain>(id).IsOpenAsync());
        Assert.Equal("1", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task Rolling_back_restores_what_ran_before_the_last_change()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1"), Component("b", "1", after: ["a"])));
        var second = await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"]), Component("c", "2"));
        await _scenario.EndOfAsync(second);
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2"), Component("b", "2", after: ["a"]), Component("c", "2")));

        var (id, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });
        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal("1", (await _scenario.StateOfAsync("a")).Current?.Revision.Spec.Version);
        Assert.Equal("1", (await _scenario.StateOfAsync("b")).Current?.Revision.Spec.Version);
        Assert.Null((await _scenario.StateOfAsync("c")).Current);
        Assert.Equal("3", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task Rolling_back_after_a_failed_deployment_goes_back_over_the_last_good_one()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "1")));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2")));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "3", options: AlwaysFails)));

        var (id, _) = await _scenario.StartAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal("1", (await _scenario.StateOfAsync("a")).Current?.Revision.Spec.Version);
    }

    [Fact]
    public async Task A_creation_that_could_not_be_undone_can_still_be_taken_down()
    {
        cluster.Target.Answer(_scenario.Key("a"), verb => verb == "remove" ? TargetAnswer.Failed("no") : null);
        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", options: AlwaysFails)));
        Assert.Equal(DeploymentStatus.Failed, ended.Status);
        Assert.Contains("Not taken back: a", ended.Reason, StringComparison.Ordinal);
        cluster.Target.Heal(_scenario.Key("a"));

        var (id, _) = await _scenario.RemoveAsync();

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
        Assert.Empty(await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_restore_that_comes_with_the_begin_on_its_way_takes_it_back()
    {
        var deployment = "dep-" + Ulid.NewUlid().ToString().ToLowerInvariant();
        var grain = cluster.Grains.GetGrain<IComponentGrain>(Streams.Of(_scenario.Key("a")));
        var begin = grain.BeginAsync(new RolloutOrder(deployment, Lumina.Planning.Changes.ChangeAction.Create, false, Component("a"), "/", null, false));

        var restored = await grain.RestoreAsync(new RestoreOrder(deployment, "changed its mind"));
        await begin;
        var late = await grain.BeginAsync(new RolloutOrder(deployment, Lumina.Planning.Changes.ChangeAction.Create, false, Component("a"), "/", null, false));

        // Either the begin came first and is taken back, or it came late and is refused; never does it roll on.
        Assert.Equal(restored.Reply == RolloutReply.Untouched, late.Reply == RolloutReply.Refused);
        var phase = (await _scenario.StateOfAsync("a")).Rollout?.Phase;
        Assert.Contains(phase, new RolloutPhase?[] { null, RolloutPhase.Restoring, RolloutPhase.Restored });
    }

    [Fact]
    public async Task A_rollout_whose_deployment_is_gone_does_not_lock_its_component()
    {
        var grain = cluster.Grains.GetGrain<IComponentGrain>(Streams.Of(_scenario.Key("a")));
        await grain.BeginAsync(new RolloutOrder(
            "dep-that-never-was", Lumina.Planning.Changes.ChangeAction.Create, false, Component("a", options: ["start=10m"]), "/", null, false));

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2")));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
        Assert.Equal("2", await _scenario.RevisionsOfAsync("a"));
    }

    [Fact]
    public async Task A_record_that_is_older_than_the_target_remembers_fails_and_says_so()
    {
        await cluster.Target.PrepareAsync(
            new Operation("from-another-record", _scenario.Key("a"), 1_000_000), new RevisionSpec(7, Component("a"), "/"), default);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a")));

        Assert.Equal(DeploymentStatus.Failed, ended.Status);
        Assert.Contains("put back to an older state", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stored_state_of_every_stream_is_the_fold_of_its_events()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", replicas: 3), Component("b", after: ["a"])));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Component("a", "2", replicas: 3), Component("b", "2", after: ["a"], options: AlwaysFails)));

        foreach (var name in new[] { "a", "b" })
        {
            var state = ComponentState.Initial;
            await foreach (var e in cluster.Journal.ReadAsync(new JournalQuery(Stream: Streams.Of(_scenario.Key(name)))))
                state = ComponentFold.Apply(state, DeploymentStreams.ReadComponentEvent(e));
            var head = await cluster.Journal.ReadHeadAsync(Streams.Of(_scenario.Key(name)));
            var stored = DeploymentStreams.ReadComponent(head);

            Assert.Equal(stored.LastRevision, state.LastRevision);
            Assert.Equal(stored.Rollout?.Phase, state.Rollout?.Phase);
            Assert.Equal(stored.Current?.Revision.Number, state.Current?.Revision.Number);
            Assert.Equal(stored.Rollout?.Failure?.Reason, state.Rollout?.Failure?.Reason);
        }
        Assert.Null((await cluster.Journal.VerifyAsync()).BrokenAt);
    }
}
