using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Deployments.Components;
using Lumina.Deployments.Configuring;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What instances are configured with, over whole rollouts.</summary>
public sealed class ConfiguringTests
{
    public static TheoryData<string, int> Everywhere => Shapes.Everywhere;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Going_back_brings_configuration_and_secret_versions_with_the_image_wherever_hosts_die(string strategy, int step)
    {
        var stage = At(strategy, step);
        Assert.Equal((2, "canary-2-"), (stage.Rollout.Configuration?.Number, stage.Target.Given.ValueOf(2, "KEY")));

        stage.Reactivate();
        stage.Abort();
        stage.Reactivate();
        // Whoever goes back needs no store for what the target has kept.
        stage.Secrets.IsAway = strategy != "recreate";
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1", 1), (stage.Rollout.Phase, stage.LiveVersion, stage.State.Current?.Configuration?.Number));
        Assert.Equal("canary-1-", stage.Target.Given.ValueOf(1, "KEY"));
        Assert.Equal(1, Assert.IsType<VaultSecret>(stage.State.Current?.Revision.Spec.Secrets["KEY"]).Version);
    }

    [Fact]
    public void A_target_that_has_lost_what_instances_get_is_given_it_again_in_the_version_that_ran()
    {
        var stage = At("canary", 2);
        stage.Secrets.Newest = 7;
        stage.Target.Given.Lose();
        stage.Reactivate();

        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Live, "canary-2-"), (stage.Rollout.Phase, stage.Target.Given.ValueOf(2, "KEY")));
    }

    [Fact]
    public void Secrets_that_can_t_be_had_fail_it_before_the_old_version_is_touched()
    {
        var stage = new Stage().Running(Secret("1"));
        stage.Secrets.Newest = 2;
        stage.Secrets.IsAway = true;

        stage.Deploy(Secret("2"));
        var since = stage.Now;
        stage.Until(s => s.Rollout.Phase == RolloutPhase.Restored, "its end");

        Assert.Equal(Notice.Secrets, stage.Rollout.Failure?.By);
        Assert.Equal("The secrets of web could not be had for 2 min: the secret KEY (vault db, key key) can't be had: it is sealed", stage.Rollout.Failure?.Reason);
        Assert.InRange(stage.Now - since, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.DoesNotContain(stage.Target.Done, done => done.StartsWith("scale", StringComparison.Ordinal) || done.StartsWith("prepare 2", StringComparison.Ordinal));
        Assert.Equal("1x4", stage.Instances);
    }

    [Fact]
    public void A_deadline_that_is_shorter_is_how_long_a_store_is_waited_for()
    {
        var stage = new Stage().Running(Secret("1"));
        stage.Secrets.IsAway = true;
        var wanted = Secret("2");

        stage.Deploy(wanted with { Strategy = wanted.Strategy with { Deadline = TimeSpan.FromSeconds(20) } });
        var since = stage.Now;
        stage.Until(s => s.Rollout.Phase == RolloutPhase.Restored, "its end");

        Assert.StartsWith("The secrets of web could not be had for 20 s: ", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
        Assert.InRange(stage.Now - since, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40));
        Assert.Equal("1x4", stage.Instances);
    }

    [Fact]
    public void A_store_that_comes_back_in_time_only_delays()
    {
        var stage = new Stage();
        stage.Secrets.IsAway = true;
        stage.Deploy(Secret("1"));
        for (var until = stage.Now + TimeSpan.FromMinutes(1); stage.Now < until;)
            stage.Tick();

        stage.Secrets.IsAway = false;
        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
    }

    [Theory]
    [InlineData("other", "the secret KEY (vault db, key other) can't be had: the entry is there and has no such key")]
    [InlineData("bytes", "the secret KEY (vault db, key bytes) can't be had: it is no text, and an environment variable can be nothing else; a secret_file can")]
    public void What_is_not_there_fails_it_at_once(string key, string reason)
    {
        var stage = new Stage();

        stage.Deploy(Secret("1", key: key));
        stage.Until(s => s.Rollout.Phase == RolloutPhase.Restored, "its end");

        Assert.Equal("The secrets of web can't be had: " + reason, stage.Rollout.Failure?.Reason);
        Assert.DoesNotContain(stage.Target.Done, d => d.StartsWith("scale", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_configuration_keeps_its_number_and_another_gets_the_next()
    {
        var stage = new Stage().Running(Web("1", Shapes.Of("rolling"), config: "a"));
        Assert.Equal(1, stage.State.Current?.Configuration?.Number);
        stage.Deploy(Web("2", Shapes.Of("rolling"), config: "a"));
        stage.FinishPromoting();
        Assert.Equal(1, stage.State.Current?.Configuration?.Number);

        stage.Deploy(Web("3", Shapes.Of("rolling"), config: "b"));
        stage.FinishPromoting();

        Assert.Equal(2, stage.State.Current?.Configuration?.Number);
    }

    [Theory]
    [InlineData("MODE", "config MODE: wanted \"b\" (hmac:")]
    [InlineData("KEY", "secret KEY: wanted version 1, hmac:")]
    public void An_instance_that_has_got_something_else_fails_it_and_it_is_taken_back(string variable, string said)
    {
        var stage = new Stage().Running(Secret("1", config: "a"));
        stage.Deploy(Secret("2", config: "b"));

        stage.Target.Given.Instead[variable] = "canary-other";
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Configuration), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
        Assert.Contains(said, stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_file_that_differs_is_found_too()
    {
        var files = ImmutableSortedDictionary<string, ConfigFileSpec>.Empty.Add("app.json", new ConfigFileSpec
        {
            Pieces = [new FilePiece("{\"key\":\"", null), new FilePiece(null, new VaultSecret { Path = "db", Key = "key" }), new FilePiece("\"}", null)],
        });
        var stage = new Stage().Running(Web("1", Shapes.Of("rolling")) with { Files = files });

        Assert.Equal(1, stage.State.Current?.Configuration?.Number);
        Assert.Equal(1, Assert.IsType<VaultSecret>(stage.State.Current?.Revision.Spec.Files["app.json"].Pieces[1].Secret).Version);
        Assert.DoesNotContain(stage.Documents.Texts, text => text.Contains("canary-", StringComparison.Ordinal));
    }

    [Fact]
    public void What_can_t_be_read_is_said_and_is_no_difference()
    {
        var stage = new Stage();
        stage.Target.Given.IsUnreadable = true;

        stage.Deploy(Secret("1"));
        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
        Assert.Contains("it has written over them", Assert.Single(stage.Happened<ConfigurationUnread>()).Unread[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void No_value_is_in_any_event_or_state(string strategy, int step)
    {
        var stage = At(strategy, step);

        Assert.DoesNotContain("canary-", JsonSerializer.Serialize(stage.State), StringComparison.Ordinal);
        Assert.All(stage.Events, e => Assert.DoesNotContain("canary-", JsonSerializer.Serialize<object>(e), StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Documents.Texts, text => text.Contains("canary-", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_lent_is_in_the_record_before_it_is_used_and_given_back_when_its_revision_is_gone()
    {
        var stage = new Stage();
        stage.Secrets.LendsFor = TimeSpan.FromHours(1);
        stage.Deploy(Secret("1"));
        stage.Until(s => !s.State.Leases.IsEmpty, "the lease");
        Assert.Empty(stage.Target.Done);
        Assert.Equal(stage.State.Leases[0].Since + TimeSpan.FromMinutes(40), stage.State.Due);
        stage.Finish();
        Assert.Equal("canary--lease-1", stage.Target.Given.ValueOf(1, "KEY"));

        stage.Deploy(Secret("2"));
        stage.FinishPromoting();

        Assert.Equal(["lease-1", "lease-2"], stage.State.Leases.Select(l => l.Id));
        Assert.Equal([false, true], stage.State.Leases.Select(l => LeaseDuties.IsNeeded(stage.State, l)));
    }

    [Fact]
    public void A_host_that_dies_while_preparing_leaves_no_lease_behind()
    {
        var stage = new Stage();
        stage.Secrets.LendsFor = TimeSpan.FromHours(1);
        stage.Deploy(Secret("1"));
        stage.Until(s => !s.State.Leases.IsEmpty, "the lease");

        stage.Reactivate();
        stage.Finish();

        Assert.Equal([("lease-1", false), ("lease-2", true)], stage.State.Leases.Select(l => (l.Id, LeaseDuties.IsNeeded(stage.State, l))));
        Assert.Equal("canary--lease-2", stage.Target.Given.ValueOf(1, "KEY"));
    }

    [Fact]
    public void Going_back_to_what_stands_by_asks_no_store_and_keeps_what_was_lent()
    {
        var stage = new Stage();
        stage.Secrets.LendsFor = TimeSpan.FromHours(1);
        stage.Running(Kept(Secret("1", "blue-green")));
        stage.Deploy(Kept(Secret("2", "blue-green")));
        stage.FinishPromoting();
        var kept = Assert.IsType<KeptRevision>(stage.State.Kept);

        stage.Reactivate();
        stage.Secrets.IsAway = true;
        stage.Deploy(kept.Revision.Spec, back: true);
        stage.Finish();

        Assert.Equal((RolloutPhase.Live, "1", 1), (stage.Rollout.Phase, stage.LiveVersion, stage.State.Current?.Configuration?.Number));
        Assert.Equal([("lease-1", true), ("lease-2", false)], stage.State.Leases.Select(l => (l.Id, LeaseDuties.IsNeeded(stage.State, l))));
        Assert.Equal("canary--lease-1", stage.Target.Given.ValueOf(1, "KEY"));

        static ComponentSpec Kept(ComponentSpec spec) => spec with { Rollback = spec.Rollback with { KeepPrevious = TimeSpan.FromMinutes(30) } };
    }

    [Theory]
    [InlineData(RolloutPhase.Live, false)]
    [InlineData(RolloutPhase.Restored, false)]
    [InlineData(RolloutPhase.Removed, false)]
    [InlineData(RolloutPhase.Preparing, true)]
    [InlineData(RolloutPhase.RollingOut, true)]
    [InlineData(RolloutPhase.Removing, true)]
    [InlineData(RolloutPhase.Failed, true)]
    [InlineData(RolloutPhase.Restoring, true)]
    [InlineData(RolloutPhase.RestoreFailed, true)]
    public void What_is_lent_to_a_revision_of_which_instances_may_be_left_is_not_given_back(RolloutPhase phase, bool isNeeded)
    {
        var stage = new Stage();
        stage.Secrets.LendsFor = TimeSpan.FromHours(1);
        stage.Running(Secret("1"));
        var lease = Assert.Single(stage.State.Leases) with { Id = "left", Revision = 7 };

        Assert.Equal(isNeeded, LeaseDuties.IsNeeded(stage.State with { Rollout = stage.Rollout with { Phase = phase } }, lease));
    }

    [Fact]
    public void More_instances_of_what_runs_come_up_when_the_target_has_lost_what_they_get()
    {
        var stage = new Stage().Running(Secret("1"));
        stage.Secrets.Newest = 7;
        stage.Reactivate();
        stage.Target.Given.Lose();

        stage.Deploy(stage.State.Current!.Revision.Spec with { Replicas = 6 }, inPlace: true);
        stage.Finish();

        Assert.Equal((RolloutPhase.Live, "1x6", "canary-1-"), (stage.Rollout.Phase, stage.Instances, stage.Target.Given.ValueOf(1, "KEY")));
    }

    private static ComponentSpec Secret(string version, string strategy = "rolling", string key = "key", string? config = null) => Web(version, Shapes.Of(strategy), config: config) with
    {
        Secrets = ImmutableSortedDictionary<string, SecretReference>.Empty.Add("KEY", new VaultSecret { Path = "db", Key = key }),
    };

    private static Stage At(string strategy, int step)
    {
        var stage = new Stage().Running(Secret("1", strategy));
        stage.Secrets.Newest = 2;
        stage.Deploy(Secret("2", strategy));
        stage.UntilStepPromoting(step);
        return stage;
    }
}
