using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Journal;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What rules, and people whom they ask, do to a rollout between two steps.</summary>
public sealed class StepPolicyTests
{
    private static readonly StrategySpec Canary = new CanarySpec { Steps = [Shapes.Timed(10), Shapes.Timed(25), Shapes.Timed(50)] };

    public static TheoryData<string, int> Between
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in new[] { "rolling", "recreate", "blue-green", "blue-green approved", "canary" })
            {
                for (var step = 2; step <= Shapes.StepsOf(name); step++)
                    data.Add(name, step);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Between))]
    public void A_denial_before_any_step_takes_it_back_and_says_why(string strategy, int step)
    {
        var stage = Deployed(Shapes.Of(strategy));
        stage.Steps.Says = next => next == step ? Say.Deny("small-steps", "too much") : Say.Silence();

        stage.FinishPromoting();

        Assert.Equal((RolloutPhase.Restored, "1", "1x4", "1:100"), (stage.Rollout.Phase, stage.LiveVersion, stage.Instances, stage.Traffic));
        Assert.Equal((Notice.Policy, $"Policy does not let it begin step {step} of its rollout. small-steps: too much"), (stage.Rollout.Failure?.By, stage.Rollout.Failure?.Reason));
        Assert.Equal(Enumerable.Range(2, step - 1), stage.Steps.Asked);
        Assert.Equal(step - 1, stage.Happened<StepStarted>().Max(e => e.Step));
    }

    [Theory]
    [MemberData(nameof(Between))]
    public void A_host_that_dies_between_any_two_looks_asks_again_and_goes_on(string strategy, int step)
    {
        var stage = Deployed(Shapes.Of(strategy));
        stage.Steps.Says = next => next == step ? Say.Ask("managers") : Say.Warn("mind");
        while (!stage.Rollout.AwaitsApproval)
        {
            stage.TickPromoting();
            stage.Reactivate();
        }
        Assert.Equal(ControlReply.Done, stage.Decide(agrees: true, "ben"));
        for (var looks = 0; stage.Rollout.IsOpen && looks < 10_000; looks++)
        {
            stage.TickPromoting();
            stage.Reactivate();
        }

        Assert.Equal((RolloutPhase.Live, "2"), (stage.Rollout.Phase, stage.LiveVersion));
        Assert.Equal(Enumerable.Range(1, Shapes.StepsOf(strategy)), stage.Happened<StepStarted>().Select(e => e.Step));
        Assert.Single(stage.Happened<StepApprovalWanted>());
    }

    [Fact]
    public void What_is_said_about_each_step_is_on_record_before_it_begins()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = next => next == 3 ? Say.Warn("mind") : Say.Silence();

        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
        Assert.Equal([2, 3, 4], stage.Happened<StepDecided>().Select(e => e.Step));
        Assert.Equal("sha256:v1", stage.Rollout.PolicyVersions!["rules"]);
        Assert.All(stage.Happened<StepDecided>(), e => Assert.IsType<StepStarted>(stage.Events[stage.Events.IndexOf(e) + 1]));
    }

    [Fact]
    public void A_step_holds_until_enough_people_have_agreed()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = next => next == 3 ? Say.Ask("managers", count: 2) : Say.Silence();
        stage.Until(s => s.Rollout.AwaitsApproval, "its approval");
        stage.Pass(TimeSpan.FromHours(23));

        Assert.Equal(ControlReply.Done, stage.Decide(agrees: true, "anna"));
        Assert.Equal(ControlReply.Done, stage.Decide(agrees: true, "anna"));
        Look(stage, 100);
        Assert.Equal((2, true), (stage.Rollout.Step, stage.Rollout.AwaitsApproval));
        Assert.Equal(ControlReply.Done, stage.Decide(agrees: true, "ben"));
        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
        Assert.Equal(["anna", "ben"], stage.Happened<StepApproved>().Select(e => e.Actor));
        // Once when it is wanted, and once more when all have agreed.
        Assert.Equal([2, 3, 3, 4], stage.Steps.Asked);
    }

    [Theory]
    [InlineData("tester", "who asks is not who agrees")]
    [InlineData("TESTER", "who asks is not who agrees")]
    [InlineData("dora", "is not one of those who can agree")]
    public void Not_everybody_can_agree(string actor, string told)
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Ask("managers");
        stage.Until(s => s.Rollout.AwaitsApproval, "its approval");

        Assert.Equal(ControlReply.Forbidden, stage.Decide(agrees: true, actor));

        Assert.Contains(told, stage.Answered, StringComparison.Ordinal);
        Assert.Contains("1 of managers (two-people)", stage.Answered, StringComparison.Ordinal);
        Assert.Empty(stage.Happened<StepApproved>());
    }

    [Fact]
    public void A_no_takes_it_back_and_one_from_who_was_not_asked_does_not()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = next => next == 3 ? Say.Ask("managers") : Say.Silence();
        stage.Until(s => s.Rollout.AwaitsApproval, "its approval");

        Assert.Equal(ControlReply.Forbidden, stage.Decide(agrees: false, "dora"));
        Assert.Equal(ControlReply.Done, stage.Decide(agrees: false, "ben"));
        stage.Abort();
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Policy, "Before step 3: Rejected by ben: because"), (stage.Rollout.Phase, stage.Rollout.Failure?.By, stage.Rollout.Failure?.Reason));
        Assert.Equal("1:100", stage.Traffic);
    }

    [Fact]
    public void A_step_to_which_nobody_agrees_in_time_takes_it_back()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = next => next == 2 ? Say.Ask("managers", count: 2, expires: TimeSpan.FromHours(4)) : Say.Silence();
        stage.Until(s => s.Rollout.AwaitsApproval, "its approval");
        stage.Decide(agrees: true, "anna");

        stage.Pass(TimeSpan.FromHours(4));
        Assert.Equal(ControlReply.WrongState, stage.Decide(agrees: true, "ben"));
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Policy), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
        Assert.Contains("only anna agreed", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_slow_keeps_nobody_from_noticing_that_it_falls_ill()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Silence();
        stage.Steps.IsSlow = true;
        stage.Until(s => s.Steps.Asked.Count > 0, "the question");
        Look(stage, 50);
        Assert.Equal(1, stage.Rollout.Step);
        Assert.Single(stage.Steps.Asked);

        stage.Sicken(2);
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Health), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
    }

    [Fact]
    public void What_waits_for_people_is_still_looked_after_and_can_be_taken_back()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Ask("managers");
        stage.Until(s => s.Rollout.AwaitsApproval, "its approval");

        stage.Sicken(2);
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Health, null), (stage.Rollout.Phase, stage.Rollout.Failure?.By, stage.Rollout.Approval));
        Assert.Equal([2], stage.Steps.Asked);
    }

    [Fact]
    public void After_a_pause_it_is_asked_anew_and_in_one_not_at_all()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Silence();
        stage.UntilHeld(1);
        stage.Pause();
        stage.Pass(TimeSpan.FromDays(3));
        Look(stage, 50);
        Assert.Empty(stage.Steps.Asked);

        stage.Steps.Says = _ => Say.Deny("no-friday");
        stage.Resume();
        stage.Finish();

        Assert.Equal(Notice.Policy, stage.Rollout.Failure?.By);
    }

    [Fact]
    public void Who_sends_it_straight_to_its_last_step_does_not_get_round_it()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = next => next == 4 ? Say.Deny("small-steps") : Say.Silence();
        stage.UntilHeld(1);

        stage.Promote(full: true);
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Policy), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
        Assert.Equal([4], stage.Steps.Asked);
    }

    [Fact]
    public void A_question_that_goes_on_ending_in_a_fault_takes_it_back_and_one_that_mends_does_not()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Silence();
        stage.Steps.Fault = new InvalidOperationException("no such plan");
        UntilItFaults<InvalidOperationException>(stage);
        stage.Pass(TimeSpan.FromSeconds(119));
        stage.Steps.Fault = null;
        stage.Until(s => s.Rollout.Step == 2, "its second step");

        stage.Steps.Fault = new InvalidOperationException("no such plan");
        UntilItFaults<InvalidOperationException>(stage);
        Assert.True(stage.Rollout.IsOpen);
        stage.Pass(TimeSpan.FromMinutes(2));
        stage.Finish();

        Assert.Equal((RolloutPhase.Restored, Notice.Policy), (stage.Rollout.Phase, stage.Rollout.Failure?.By));
        Assert.Contains("could not be asked about step 3", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
        Assert.Contains("no such plan", stage.Rollout.Failure?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_away_is_no_fault_of_the_question()
    {
        var stage = Deployed(Canary);
        stage.Steps.Says = _ => Say.Silence();
        stage.Steps.Fault = new JournalUnavailableException("away");
        UntilItFaults<JournalUnavailableException>(stage);
        stage.Pass(TimeSpan.FromHours(1));
        Assert.Throws<JournalUnavailableException>(() => Look(stage, 10));

        stage.Steps.Fault = null;
        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
    }

    [Fact]
    public void To_go_back_nobody_is_asked()
    {
        var stage = new Stage().Running(Web("1", Canary));
        stage.Steps.Says = _ => Say.Deny("never");
        stage.Deploy(Web("2", Canary), back: true);

        stage.Finish();

        Assert.Equal(RolloutPhase.Live, stage.Rollout.Phase);
        Assert.Empty(stage.Steps.Asked);
    }

    [Fact]
    public void Without_policy_nothing_is_recorded_of_it()
    {
        var stage = Deployed(Canary);

        stage.Finish();

        Assert.Empty(stage.Happened<StepDecided>());
    }

    private static Stage Deployed(StrategySpec strategy)
    {
        var stage = new Stage().Running(Web("1", strategy));
        stage.Deploy(Web("2", strategy));
        return stage;
    }

    private static void UntilItFaults<T>(Stage stage)
        where T : Exception =>
        Assert.Throws<T>(() => stage.Until(_ => false, "a question that ends in a fault"));

    private static void Look(Stage stage, int times)
    {
        for (var look = 0; look < times; look++)
            stage.Tick();
    }
}
