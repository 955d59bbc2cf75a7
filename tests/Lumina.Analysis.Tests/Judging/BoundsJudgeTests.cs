using Lumina.Analysis.Judging;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Judging;

public sealed class BoundsJudgeTests
{
    private static MetricCheck Check(string metric, decimal? min, decimal? max) => new() { Name = "c", Metric = metric, Min = min, Max = max };

    [Theory]
    [InlineData(5, Judgement.Good, "latency_p99 5ms within 1ms to 10ms")]
    [InlineData(1, Judgement.Good, "latency_p99 1ms within 1ms to 10ms")]
    [InlineData(10, Judgement.Good, "latency_p99 10ms within 1ms to 10ms")]
    [InlineData(10.01, Judgement.High, "latency_p99 10.01ms > max 10ms")]
    [InlineData(0.5, Judgement.Low, "latency_p99 0.5ms < min 1ms")]
    public void A_value_is_held_against_both_bounds(double value, Judgement expected, string evidence)
    {
        var found = BoundsJudge.Value(Check("latency_p99", 1, 10), value, "");
        Assert.Equal((expected, evidence), (found.Judgement, found.Evidence));
    }

    [Fact]
    public void Evidence_has_the_unit_of_the_metric_and_what_it_was_made_of()
    {
        Assert.Equal("request_rate 4/s ≥ min 2/s (40 requests in 10 s)", BoundsJudge.Value(Check("request_rate", 2, null), 4, "40 requests in 10 s").Evidence);
        Assert.Equal("error_rate 12 ≤ max 20", BoundsJudge.Value(Check("error_rate", null, 20) with { Query = "q" }, 12, "").Evidence);
    }

    [Theory]
    [InlineData(16, 500, 16, 500, Judgement.High, true, "error_rate 3.2% > max 1% (16 of 500 requests)")]
    [InlineData(5, 500, 50, 600, Judgement.Good, true, "error_rate 1% ≤ max 1% (5 of 500 requests)")]
    [InlineData(1, 50, 1, 50, Judgement.Unclear, false, "error_rate 2% > max 1% (1 of 50 requests, p = 0.395)")]
    [InlineData(1, 50, 5, 1000, Judgement.Good, false, "error_rate 0.5% ≤ max 1% (5 of 1000 requests since the start)")]
    [InlineData(3, 3, 3, 1000, Judgement.High, true, "error_rate 100% > max 1% (3 of 3 requests)")]
    public void A_rate_is_bad_only_when_it_is_hardly_chance(long hits, long of, long allHits, long allOf, Judgement expected, bool isClear, string evidence)
    {
        var (found, clear) = BoundsJudge.Rate(Check("error_rate", null, 1), new(hits, of), new(allHits, allOf));
        Assert.Equal((expected, isClear, evidence), (found.Judgement, clear, found.Evidence));
    }

    [Fact]
    public void A_lower_confidence_is_sooner_sure() =>
        Assert.Equal(Judgement.High, BoundsJudge.Rate(Check("error_rate", null, 1) with { Confidence = 50 }, new(1, 50), new(1, 50)).Found.Judgement);

    [Fact]
    public void A_rate_can_be_too_low() =>
        Assert.Equal(Judgement.Low, BoundsJudge.Rate(Check("error_rate", 50, null), new(10, 100), new(10, 100)).Found.Judgement);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3.2, "3.2")]
    [InlineData(0.04211, "0.0421")]
    [InlineData(1234567, "1234567")]
    [InlineData(123.456, "123")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e-9, "1E-9")]
    public void Numbers_have_the_digits_that_people_read(double number, string text) => Assert.Equal(text, Notation.Of(number));

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(21, "21st")]
    [InlineData(113, "113th")]
    public void Ordinals_are_written_as_people_say_them(int number, string text) => Assert.Equal(text, Notation.Ordinal(number));
}
