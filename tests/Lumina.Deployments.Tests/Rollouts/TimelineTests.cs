using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Strategies;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Rollouts.Stage;

namespace Lumina.Deployments.Tests.Rollouts;

/// <summary>All that each strategy asks of the target, in order: what docs/strategies.md tells.</summary>
public sealed class TimelineTests
{
    [Fact]
    public void Recreate()
    {
        var stage = Played("recreate", 2);

        Assert.Equal(["prepare 2", "scale 1=0", "traffic 2:100", "scale 2=2"], stage.Target.Done);
    }

    [Fact]
    public void Rolling()
    {
        var stage = Played("rolling", 2);

        Assert.Equal(["prepare 2", "traffic 1 2", "scale 2=1", "scale 1=1", "scale 2=2", "scale 1=0", "traffic 2:100"], stage.Target.Done);
    }

    [Fact]
    public void Blue_green()
    {
        var stage = Played("blue-green", 2);

        Assert.Equal(["prepare 2", "traffic 1:100 preview 2", "scale 2=2", "traffic 2:100", "scale 1=0"], stage.Target.Done);
        Assert.Equal(["http://preview/2"], stage.Verified);
    }

    [Fact]
    public void Canary()
    {
        var stage = new Stage().Running(Web("1", Shapes.Of("canary"), replicas: 10));
        stage.Deploy(Web("2", Shapes.Of("canary"), replicas: 10));
        var weights = new List<(string, TimeSpan)>();
        var before = stage.Now;
        stage.Until(s =>
        {
            if (weights.Count == 0 || weights[^1].Item1 != s.Traffic)
                weights.Add((s.Traffic, TimeSpan.FromSeconds(Math.Floor((s.Now - before).TotalSeconds))));
            if (s.Rollout.AwaitsPromotion)
                s.Promote();
            return !s.Rollout.IsOpen;
        });

        Assert.Equal(
            [
                "prepare 2", "scale 2=1", "traffic 1:95 2:5", "scale 2=3", "traffic 1:75 2:25", "scale 2=5", "traffic 1:50 2:50", "scale 2=10",
                "traffic 2:100", "scale 1=0",
            ],
            stage.Target.Done);
        // A second or so for instances to start, and then the minutes of the plan, counted from when the share was there.
        Assert.Equal(["1:100", "1:95 2:5", "1:75 2:25", "1:50 2:50", "2:100"], weights.Select(w => w.Item1));
        Assert.InRange(weights[2].Item2 - weights[1].Item2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
        Assert.InRange(weights[3].Item2 - weights[2].Item2, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
    }

    [Fact]
    public void Taking_a_canary_back()
    {
        var stage = new Stage().Running(Web("1", Shapes.Of("canary")));
        stage.Deploy(Web("2", Shapes.Of("canary")));
        stage.UntilHeld(2);
        stage.Target.Done.Clear();

        stage.Abort();
        stage.Finish();

        Assert.Equal(["traffic 1:100", "scale 2=0"], stage.Target.Done);
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1)]
    [InlineData(1.4, 1)]
    [InlineData(2.5, 3)]
    [InlineData(33.3, 33)]
    [InlineData(99.4, 99)]
    [InlineData(99.9, 99)]
    [InlineData(100, 100)]
    public void Weights_are_whole_percents_at_least_one_and_all_only_when_the_plan_says_all(double written, int given) =>
        Assert.Equal(given, new Canary(4, [new CanaryStep { Weight = (decimal)written }], false).WeightOf(1));

    [Theory]
    [InlineData(10, 5, 1)]
    [InlineData(10, 11, 2)]
    [InlineData(10, 50, 5)]
    [InlineData(1, 5, 1)]
    [InlineData(3, 50, 2)]
    [InlineData(0, 50, 0)]
    public void As_many_instances_as_the_share_needs_rounded_up(int replicas, int weight, int instances) =>
        Assert.Equal(instances, new Canary(replicas, [new CanaryStep { Weight = weight }], false).ScaleOf(1));

    [Fact]
    public void Skipping_ends_one_wait_and_twice_is_once()
    {
        var stage = new Stage().Running(Web("1", Shapes.Of("canary")));
        stage.Deploy(Web("2", Shapes.Of("canary")));
        Assert.Equal(ControlReply.WrongState, stage.Skip());
        stage.UntilHeld(1);

        Assert.Equal((ControlReply.Done, ControlReply.Done), (stage.Skip(step: 1), stage.Skip(step: 1)));
        stage.UntilHeld(2);
        Assert.Equal(ControlReply.Done, stage.Skip(step: 1));
        stage.Tick();
        Assert.Equal(2, stage.Rollout.Step);
        stage.UntilHeld(3);
        Assert.Equal(ControlReply.WrongState, stage.Skip());
        Assert.Equal("tester", Assert.Single(stage.Happened<WaitSkipped>()).Actor);
    }

    private static Stage Played(string strategy, int replicas)
    {
        var stage = new Stage().Running(Web("1", Shapes.Of(strategy), replicas));
        stage.Deploy(Web("2", Shapes.Of(strategy), replicas));
        stage.Finish();
        return stage;
    }
}
