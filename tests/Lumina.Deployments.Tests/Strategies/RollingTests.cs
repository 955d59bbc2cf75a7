using CsCheck;
using Lumina.Deployments.Strategies;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Strategies;

public sealed class RollingTests
{
    [Fact]
    public void Two_replicas_are_replaced_one_by_one_with_one_more_meanwhile()
    {
        var moves = Play(Rolling.Of(new RollingSpec(), 2, 2));

        Assert.Equal(["+1/2", "1/-1", "step", "+2/1", "2/-0", "step"], moves);
    }

    [Fact]
    public void Without_surge_an_old_one_goes_before_the_new_one_comes()
    {
        var spec = new RollingSpec { MaxSurge = CountOrPercent.Count(0), MaxUnavailable = CountOrPercent.Count(1) };

        var moves = Play(Rolling.Of(spec, 2, 2));

        Assert.Equal(["0/-1", "+1/1", "step", "1/-0", "+2/0", "step"], moves);
    }

    [Fact]
    public void A_batch_in_percent_is_rounded_up()
    {
        var rolling = Rolling.Of(new RollingSpec { Batch = CountOrPercent.Percent(25) }, 6, 6);

        Assert.Equal(2, rolling.Batch);
        Assert.Equal(3, rolling.Steps);
    }

    [Fact]
    public void Percentages_that_round_to_nothing_still_let_it_move()
    {
        var spec = new RollingSpec { MaxSurge = CountOrPercent.Percent(0), MaxUnavailable = CountOrPercent.Percent(25) };

        Assert.Equal(1, Rolling.Of(spec, 2, 2).Surge);
    }

    [Fact]
    public void Old_instances_that_serve_nobody_are_taken_away_at_once()
    {
        var move = Rolling.AtOnce(2, 2).Next(1, new InstanceCounts(2, 2, 0), new InstanceCounts(2, 2, 0));

        Assert.Equal(new Move.Scale(2, 0), move);
    }

    [Fact]
    public void Those_that_were_told_to_go_do_not_count_as_ready()
    {
        // One new is ready, of two old ones one was told to go and has not noticed: the other has to stay.
        var move = Rolling.Of(new RollingSpec(), 2, 2).Next(2, new InstanceCounts(2, 2, 1), new InstanceCounts(1, 2, 2));

        Assert.Equal(new Move.Wait(), move);
    }

    [Fact]
    public void Any_rolling_update_ends_and_keeps_to_its_limits()
    {
        var plans =
            from newTotal in Gen.Int[0, 12]
            from oldTotal in Gen.Int[0, 12]
            from batch in Gen.Int[1, 5]
            from surge in Gen.Int[0, 4]
            from unavailable in Gen.Int[0, 3]
            where surge + unavailable > 0
            from seed in Gen.Int
            select (Rolling: new Rolling(newTotal, oldTotal, batch, surge, unavailable), Seed: seed);

        plans.Sample(plan =>
        {
            var world = new World(plan.Rolling, new Random(plan.Seed));
            world.RunToTheEnd();
            return world.NewReady == plan.Rolling.NewTotal && world.OldExisting == 0;
        }, iter: 20_000);
    }

    private static List<string> Play(Rolling rolling)
    {
        var moves = new List<string>();
        var (newWanted, oldWanted) = (0, rolling.OldTotal);
        for (var step = 1; step <= rolling.Steps;)
        {
            switch (rolling.Next(step, new InstanceCounts(newWanted, newWanted, newWanted), new InstanceCounts(oldWanted, oldWanted, oldWanted)))
            {
                case Move.Scale scale:
                    moves.Add($"{(scale.New > newWanted ? "+" : "")}{scale.New}/{(scale.Old < oldWanted ? "-" : "")}{scale.Old}");
                    (newWanted, oldWanted) = (scale.New, scale.Old);
                    break;
                case Move.StepDone:
                    moves.Add("step");
                    step++;
                    break;
                default:
                    throw new InvalidOperationException("It waits although everything is ready.");
            }
        }
        return moves;
    }

    /// <summary>A target in which instances become ready, and go, in any order and as late as they like.</summary>
    private sealed class World(Rolling rolling, Random random)
    {
        private int _newWanted;
        private int _oldWanted = rolling.OldTotal;

        public int NewReady { get; private set; }

        public int OldExisting { get; private set; } = rolling.OldTotal;

        public void RunToTheEnd()
        {
            var step = 1;
            for (var turns = 0; step <= rolling.Steps; turns++)
            {
                Assert.True(turns < 2_000, "It does not come to an end.");
                var existing = _newWanted + OldExisting;
                Assert.True(existing <= Math.Max(rolling.NewTotal, rolling.OldTotal) + rolling.Surge, "More exist than may.");
                var ready = NewReady + Math.Min(OldExisting, _oldWanted);
                Assert.True(ready >= Math.Min(rolling.NewTotal, rolling.OldTotal) - rolling.Unavailable, "Fewer are ready than must be.");

                var move = rolling.Next(step, new InstanceCounts(_newWanted, _newWanted, NewReady), new InstanceCounts(_oldWanted, OldExisting, OldExisting));
                switch (move)
                {
                    case Move.Scale scale:
                        Assert.True(scale.Old <= _oldWanted, "Old instances are never asked for again.");
                        (_newWanted, _oldWanted) = (scale.New, scale.Old);
                        NewReady = Math.Min(NewReady, _newWanted);
                        break;
                    case Move.StepDone:
                        step++;
                        break;
                    default:
                        break;
                }
                if (random.Next(2) == 0 && NewReady < _newWanted)
                    NewReady++;
                if (random.Next(2) == 0 && OldExisting > _oldWanted)
                    OldExisting--;
            }
            OldExisting = Math.Min(OldExisting, _oldWanted);
        }
    }
}
