using CsCheck;
using Lumina.Analysis.Judging;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Judging;

public sealed class BaselineJudgeTests
{
    private static readonly MetricCheck Latency = new() { Name = "latency", Metric = "latency_p99", Compare = ComparedWith.Baseline };

    private static readonly MetricCheck Errors = new() { Name = "errors", Metric = "error_rate", Compare = ComparedWith.Baseline };

    private static readonly Gen<double[]> Sample = Gen.Int[1, 100_000].Select(i => i / 100.0).Array[5, 25];

    private static double[] To(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(x => (double)x)];

    /// <summary>Kayenta's published test: control 40–45 against canary 39–46 passes, control 10–20 against canary 20–23 is high.</summary>
    [Fact]
    public void The_published_ranges_of_Kayenta_come_out_as_published()
    {
        Assert.Equal(Judgement.Good, BaselineJudge.Values(Latency with { Worse = WorseWhen.Either }, To(39, 46), To(40, 45)).Judgement);
        Assert.Equal(Judgement.High, BaselineJudge.Values(Latency with { Worse = WorseWhen.Either }, To(20, 23), To(10, 20)).Judgement);
        Assert.Equal(Judgement.Low, BaselineJudge.Values(Latency with { Worse = WorseWhen.Either }, To(10, 20), To(20, 23)).Judgement);
    }

    [Fact]
    public void Evidence_says_what_was_measured_against_what()
    {
        Assert.Equal(
            "latency_p99 22ms against 12ms of the baseline, 1.83 times (5 and 5 measurements, shift 10ms in 7 to 13, p = 0.0079), 20% allowed",
            BaselineJudge.Values(Latency with { Tolerance = 20 }, To(20, 24), To(10, 14)).Evidence);
        Assert.Equal(
            "error_rate 4% (40 of 1000 requests) against 1% (100 of 10000) of the baseline, p < 0.0001",
            BaselineJudge.Rates(Errors, new(40, 1000), new(100, 10_000)).Evidence);
    }

    [Theory]
    [InlineData(WorseWhen.Higher, Judgement.High, Judgement.Good)]
    [InlineData(WorseWhen.Lower, Judgement.Good, Judgement.Low)]
    [InlineData(WorseWhen.Either, Judgement.High, Judgement.Low)]
    public void Only_the_bad_direction_is_bad(WorseWhen worse, Judgement higher, Judgement lower)
    {
        Assert.Equal(higher, BaselineJudge.Values(Latency with { Worse = worse }, To(20, 30), To(1, 11)).Judgement);
        Assert.Equal(lower, BaselineJudge.Values(Latency with { Worse = worse }, To(1, 11), To(20, 30)).Judgement);
        Assert.Equal(higher, BaselineJudge.Rates(Errors with { Worse = worse }, new(90, 1000), new(30, 1000)).Judgement);
        Assert.Equal(lower, BaselineJudge.Rates(Errors with { Worse = worse }, new(30, 1000), new(90, 1000)).Judgement);
    }

    [Fact]
    public void What_is_sure_and_within_the_tolerance_is_good()
    {
        Assert.Equal(Judgement.High, BaselineJudge.Values(Latency with { Tolerance = 9 }, To(1100, 1110), To(1000, 1010)).Judgement);
        Assert.Equal(Judgement.Good, BaselineJudge.Values(Latency with { Tolerance = 11 }, To(1100, 1110), To(1000, 1010)).Judgement);
        Assert.Equal(Judgement.High, BaselineJudge.Rates(Errors with { Tolerance = 15 }, new(1200, 10_000), new(1000, 10_000)).Judgement);
        Assert.Equal(Judgement.Good, BaselineJudge.Rates(Errors with { Tolerance = 25 }, new(1200, 10_000), new(1000, 10_000)).Judgement);
    }

    [Fact]
    public void What_looks_worse_and_may_be_chance_is_unclear_and_what_is_most_likely_chance_is_good()
    {
        // p = 0.066, 0.006 and 0.31: at 98% sure below 0.02, unclear below 0.1.
        Assert.Equal(Judgement.Unclear, BaselineJudge.Rates(Errors, new(27, 1000), new(15, 1000)).Judgement);
        Assert.Equal(Judgement.High, BaselineJudge.Rates(Errors, new(34, 1000), new(15, 1000)).Judgement);
        Assert.Equal(Judgement.Good, BaselineJudge.Rates(Errors, new(21, 1000), new(15, 1000)).Judgement);
    }

    [Fact]
    public void A_lower_confidence_is_sooner_sure() =>
        Assert.Equal(Judgement.High, BaselineJudge.Rates(Errors with { Confidence = 90 }, new(27, 1000), new(15, 1000)).Judgement);

    [Fact]
    public void Constant_data_needs_no_noise_to_be_told_apart()
    {
        Assert.Equal(Judgement.Good, BaselineJudge.Values(Latency, [5, 5, 5, 5, 5], [5, 5, 5, 5, 5]).Judgement);
        Assert.Equal(Judgement.High, BaselineJudge.Values(Latency, [6, 6, 6, 6, 6], [5, 5, 5, 5, 5]).Judgement);
        Assert.Equal(Judgement.High, BaselineJudge.Values(Latency, [6, 6, 6, 6, 6], [0, 0, 0, 0, 0]).Judgement);
    }

    [Fact]
    public void The_same_data_is_good() => Sample.Sample(values =>
        Assert.Equal(Judgement.Good, BaselineJudge.Values(Latency with { Worse = WorseWhen.Either }, values, values).Judgement));

    [Fact]
    public void Another_unit_makes_no_difference() => Gen.Select(Sample, Sample).Sample((canary, baseline) =>
        Assert.Equal(
            BaselineJudge.Values(Latency, canary, baseline).Judgement,
            // A power of two keeps every digit.
            BaselineJudge.Values(Latency, [.. canary.Select(x => x * 1024)], [.. baseline.Select(x => x * 1024)]).Judgement));

    [Fact]
    public void Swapping_the_revisions_turns_high_into_low() => Gen.Select(Sample, Sample).Sample((canary, baseline) =>
    {
        var either = Latency with { Worse = WorseWhen.Either };
        var (one, other) = (BaselineJudge.Values(either, canary, baseline).Judgement, BaselineJudge.Values(either, baseline, canary).Judgement);
        Assert.Equal(one switch { Judgement.High => Judgement.Low, Judgement.Low => Judgement.High, _ => one }, other);
    });

    [Fact]
    public void What_is_bad_stays_bad_when_it_gets_worse() => Gen.Select(Sample, Sample, Gen.Int[1, 1000]).Sample((canary, baseline, more) =>
    {
        if (BaselineJudge.Values(Latency, canary, baseline).Judgement is Judgement.High)
            Assert.Equal(Judgement.High, BaselineJudge.Values(Latency, [.. canary.Select(x => x + more)], baseline).Judgement);
    });
}
