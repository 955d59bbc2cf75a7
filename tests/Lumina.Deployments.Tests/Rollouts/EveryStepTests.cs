using Lumina.Deployments.Components;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>The same misfortune at each step of each strategy.</summary>
public sealed class EveryStepTests
{
    public static TheoryData<string, int> Everywhere => Shapes.Everywhere;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_abort_restores_what_ran_before(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Abort();
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1", "1x4", "1:100"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
        Assert.Equal(stage.Rollout.From, stage.State.Current);
    }

    [Theory]
    [InlineData("rolling")]
    [InlineData("recreate")]
    [InlineData("blue-green")]
    [InlineData("blue-green approved")]
    [InlineData("canary")]
    public void An_abort_between_any_two_looks_takes_no_longer_than_its_instances(string strategy)
    {
        // What was agreed with the target on the way there ("all traffic to the new one") was once taken for agreed on the way back too, and waited for.
        var isLive = false;
        for (var looks = 0; !isLive; looks++)
        {
            var stage = At(strategy, 1);
            for (var look = 0; look < looks && stage.Rollout.IsOpen; look++)
                stage.TickPromoting();
            isLive = !stage.Rollout.IsOpen;
            if (isLive)
                continue;

            stage.Abort();
            var since = stage.Now;
            stage.Until(s => !s.Rollout.IsOpen, "its end");

            Assert.Equal((RolloutPhase.Restored, "1"), (stage.Rollout.Phase, stage.LiveVersion));
            Assert.InRange(stage.Now - since, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_abort_that_comes_twice_is_one(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Abort();
        stage.Tick();
        stage.Abort();
        stage.Finish();
        stage.Abort();

        Assert.Single(stage.Happened<RestoreStarted>());
        Assert.Single(stage.Happened<RestoreSucceeded>());
        Assert.Equal("1", stage.LiveVersion);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_alarm_takes_it_back_and_one_that_comes_twice_is_one(string strategy, int step)
    {
        var stage = At(strategy, step);

        Assert.True(stage.Alarm());
        Assert.False(stage.Alarm());
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1", "1x4", "1:100"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
        Assert.Equal(Notice.Alarm, stage.Rollout.Failure?.By);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_host_that_dies_is_followed_by_one_that_goes_on(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Reactivate();
        stage.Tick();
        stage.Pass(TimeSpan.FromHours(3));
        stage.Reactivate();
        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Live, "2", "2x4", "2:100"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
        Assert.Equal(Enumerable.Range(1, Shapes.StepsOf(strategy)), stage.Happened<StepStarted>().Select(s => s.Step));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_host_that_dies_while_taking_back_is_followed_by_one_that_goes_on(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Abort();
        stage.Tick();
        stage.Reactivate();
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1", "1x4"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_new_instance_that_is_killed_is_replaced_and_the_rollout_goes_on(string strategy, int step)
    {
        var stage = At(strategy, step, settled: true);

        stage.Kill(2);
        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Live, "2x4"), (stage.Rollout.Phase, stage.Instances));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_old_instance_that_is_killed_is_replaced_and_the_rollout_goes_on(string strategy, int step)
    {
        var stage = At(strategy, step, settled: true);

        stage.Kill(1);
        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Live, "2x4"), (stage.Rollout.Phase, stage.Instances));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void An_old_instance_that_is_dead_while_taking_back_is_waited_for(string strategy, int step)
    {
        var stage = At(strategy, step, settled: true);

        stage.Kill(1);
        stage.Abort();
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1x4", "1:100"), (stage.Rollout.Phase, stage.Instances, stage.Traffic));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_new_instance_that_falls_ill_takes_it_back(string strategy, int step)
    {
        var stage = At(strategy, step, settled: true);
        stage.Sicken(2);
        if ((strategy, step) == ("recreate", 1))
        {
            // There is none yet.
            Assert.False(stage.Target.HasHurt);
            return;
        }

        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, "1", "1x4", "1:100"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
        Assert.Contains("was healthy and is not any more", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_pause_holds_it_before_its_next_step_however_long(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Pause();
        for (var look = 0; look < 100; look++)
            stage.Tick();
        stage.Pass(TimeSpan.FromDays(3));
        for (var look = 0; look < 100; look++)
            stage.Tick();
        Assert.Equal(step, stage.Rollout.Step);
        stage.Resume();
        stage.FinishPromoting();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_target_that_is_away_for_a_minute_only_delays(string strategy, int step)
    {
        var stage = At(strategy, step);

        stage.Target.IsAway = true;
        for (var (until, looks) = (stage.Now + TimeSpan.FromMinutes(1), 0); stage.Now < until && looks < 1_000; looks++)
            stage.Tick();
        stage.Target.IsAway = false;
        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Live, "2x4"), (stage.Rollout.Phase, stage.Instances));
    }

    /// <param name="strategy">Its name in <see cref="Shapes"/>.</param>
    /// <param name="step">The step it has come to.</param>
    /// <param name="settled">Whether it has done there what it can do without time or people.</param>
    private static Stage At(string strategy, int step, bool settled = false)
    {
        var stage = new Stage().Running(Web("1", Shapes.Of(strategy)));
        stage.Deploy(Web("2", Shapes.Of(strategy)));
        stage.UntilStepPromoting(step);
        for (var look = 0; settled && look < 20 && stage.Rollout is { IsOpen: true, HeldSince: null } rollout && rollout.Step == step && stage.See().Revisions.All(r => r.Number != 2 || r.Instances.IsEmpty); look++)
            stage.Tick();
        return stage;
    }
}
