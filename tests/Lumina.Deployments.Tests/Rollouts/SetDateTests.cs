using Lumina.Deployments.Components;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>What the robustness suite found with hosts whose date is wrong.</summary>
public sealed class SetDateTests
{
    [Fact]
    public void A_date_that_is_set_an_hour_ahead_makes_no_step_late()
    {
        var slow = Web("1", new RollingSpec { Deadline = TimeSpan.FromMinutes(10) });
        var stage = new Stage();
        stage.Deploy(slow with { Target = slow.Target with { Options = slow.Target.Options.SetItem("start", "120m") } });
        Look(stage);

        stage.SetDate(TimeSpan.FromHours(1));
        Look(stage);
        Assert.Equal(RolloutPhase.RollingOut, stage.Rollout.Phase);

        stage.Pass(TimeSpan.FromMinutes(11));
        Look(stage);
        Assert.NotNull(stage.Rollout.Failure);
    }

    [Fact]
    public void A_step_that_a_host_ahead_of_time_began_to_count_lasts_as_long_as_it_should()
    {
        var stage = new Stage().Running(Web("1", Shapes.Of("canary")));
        stage.SetDate(TimeSpan.FromHours(1));
        stage.Deploy(Web("2", Shapes.Of("canary")));
        stage.UntilHeld(1);

        stage.SetDate(TimeSpan.FromHours(-1));
        stage.Reactivate();
        Look(stage);
        stage.Pass(((CanarySpec)Shapes.Of("canary")).Steps[0].For!.Value);
        Look(stage);

        Assert.Equal(2, stage.Rollout.Step);
    }

    private static void Look(Stage stage)
    {
        for (var i = 0; i < 10; i++)
            stage.Tick();
    }
}
