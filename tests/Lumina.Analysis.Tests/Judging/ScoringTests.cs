using System.Collections.Immutable;
using Lumina.Analysis.Judging;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Judging;

/// <summary>Kayenta's ScorerSuite, and what its WeightedSumScorer does with groups.</summary>
public sealed class ScoringTests
{
    private static Classified Of(ScoreLabel label, string? group = null, bool critical = false) =>
        new(new MetricCheck { Name = "m", Metric = "m", Group = group, Critical = critical }, label);

    private static double Score(ScoreSpec spec, params ImmutableArray<Classified> checks) => Scoring.Of(spec, checks).Score;

    [Fact]
    public void A_single_group_scores_the_share_of_passes()
    {
        var spec = new ScoreSpec();
        Assert.Equal(50, Score(spec, Of(ScoreLabel.High), Of(ScoreLabel.Pass)));
        Assert.Equal(66.67, Score(spec, Of(ScoreLabel.High), Of(ScoreLabel.Pass), Of(ScoreLabel.Pass)));
        Assert.Equal(0, Score(spec, Of(ScoreLabel.High), Of(ScoreLabel.Low)));
        Assert.Equal(100, Score(spec, Of(ScoreLabel.Pass)));
    }

    [Fact]
    public void Groups_count_by_their_weight_and_the_others_share_the_rest()
    {
        var spec = new ScoreSpec { Groups = [new("a", 60)] };
        Assert.Equal(60, Score(spec, Of(ScoreLabel.Pass, "a"), Of(ScoreLabel.High, "b"), Of(ScoreLabel.High)));
        Assert.Equal(80, Score(spec, Of(ScoreLabel.Pass, "a"), Of(ScoreLabel.Pass, "b"), Of(ScoreLabel.High)));
        Assert.Equal(70, Score(spec, Of(ScoreLabel.Pass, "a"), Of(ScoreLabel.High, "a"), Of(ScoreLabel.Pass, "b")));
        Assert.Equal(50, Score(new ScoreSpec { Groups = [new("a", 20), new("b", 20)] }, Of(ScoreLabel.Pass, "a"), Of(ScoreLabel.Low, "b")));
    }

    [Fact]
    public void A_critical_check_that_does_not_pass_makes_it_0() =>
        Assert.Equal((0, "m is critical, 2 of 3 checks pass: m low"), Scoring.Of(new ScoreSpec(), [Of(ScoreLabel.Low, critical: true), Of(ScoreLabel.Pass), Of(ScoreLabel.Pass)]));

    [Fact]
    public void What_has_no_data_is_not_counted_until_it_is_half_of_all()
    {
        Assert.Equal(50, Score(new ScoreSpec(), Of(ScoreLabel.NoData), Of(ScoreLabel.Pass), Of(ScoreLabel.High)));
        Assert.Equal(0, Score(new ScoreSpec(), Of(ScoreLabel.NoData), Of(ScoreLabel.Pass)));
        Assert.Equal(100, Score(new ScoreSpec { Groups = [new("a", 50)] }, Of(ScoreLabel.NoData, "a"), Of(ScoreLabel.Pass), Of(ScoreLabel.Pass)));
    }

    [Fact]
    public void What_must_have_data_and_has_none_counts_as_failed() => Assert.Equal(50, Score(new ScoreSpec(), Of(ScoreLabel.Failed), Of(ScoreLabel.Pass)));
}
