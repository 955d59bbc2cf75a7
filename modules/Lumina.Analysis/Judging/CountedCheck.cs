using Lumina.Analysis.Sources;
using Lumina.Analysis.Statistics;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Judging;

/// <summary>Checks of what a gateway counts: the difference of two readings is added to a window, and the window judged as soon as it has enough
/// requests in it.</summary>
internal static class CountedCheck
{
    /// <summary>How many requests a judgement needs unless the check says so.</summary>
    public const int DefaultRequests = 20;

    public static CheckProgress Apply(MetricCheck check, CheckProgress progress, CountedReading reading)
    {
        var before = progress.Before;
        progress = progress with { Before = reading };
        if (before is null)
            return progress;
        var seconds = (reading.At - before.At).TotalSeconds;
        var canary = reading.Canary.Since(before.Canary);
        var baseline = (reading.Baseline ?? TrafficCount.None).Since(before.Baseline ?? TrafficCount.None);
        if (reading.Epoch != before.Epoch || canary is null || baseline is null || seconds <= 0)
            return MeasuredCheck.Lack(progress, "the gateway has begun to count anew");
        progress = progress with { Canary = progress.Canary.Plus(canary), Baseline = progress.Baseline.Plus(baseline), Seconds = progress.Seconds + seconds };
        if (check.Compare is not null && reading.Baseline is null)
            return MeasuredCheck.Lack(progress, "there is no baseline to compare with");
        return check.Metric switch
        {
            Metrics.ErrorRate => ErrorRate(check, progress),
            Metrics.RequestRate => Judged(check, progress, BoundsJudge.Value(check, progress.Canary.Requests / progress.Seconds,
                $"{progress.Canary.Requests} requests in {Notation.Of(progress.Seconds)} s")),
            _ => Latency(check, progress),
        };
    }

    private static CheckProgress ErrorRate(MetricCheck check, CheckProgress progress)
    {
        var (canary, baseline, needed) = (progress.Canary, progress.Baseline, check.MinSamples ?? DefaultRequests);
        if (Missing(check, progress, needed) is { } missing)
            return MeasuredCheck.Lack(progress, missing);
        if (check.Compare is null)
            return BoundedErrorRate(check, progress);
        // All requests since the start are compared, each time anew.
        var found = BaselineJudge.Rates(check, new Proportion(canary.Errors, canary.Requests), new Proportion(baseline.Errors, baseline.Requests));
        return MeasuredCheck.Take(check, progress, found);
    }

    /// <summary>A window that is clear is judged and emptied; one that isn't goes on growing until it is.</summary>
    private static CheckProgress BoundedErrorRate(MetricCheck check, CheckProgress progress)
    {
        var seen = new Proportion(progress.Canary.Errors, progress.Canary.Requests);
        var all = new Proportion(progress.JudgedErrors + seen.Hits, progress.JudgedRequests + seen.Of);
        var (found, isClear) = BoundsJudge.Rate(check, seen, all);
        return MeasuredCheck.Take(check, isClear ? Emptied(progress) with { JudgedErrors = all.Hits, JudgedRequests = all.Of } : progress, found);
    }

    private static CheckProgress Latency(MetricCheck check, CheckProgress progress)
    {
        var needed = check.Compare is null ? check.MinSamples ?? DefaultRequests : DefaultRequests;
        if (Missing(check, progress, needed) is { } missing)
            return MeasuredCheck.Lack(progress, missing);
        if (Metrics.ShareOf(check.Metric) is not { } share || progress.Canary.Quantile(share) is not { } canary)
            return MeasuredCheck.Lack(progress, $"the gateway does not measure {check.Metric}");
        if (check.Compare is null)
            return Judged(check, progress, BoundsJudge.Value(check, canary, $"{progress.Canary.Requests} requests"));
        return progress.Baseline.Quantile(share) is { } baseline
            ? MeasuredCheck.Compare(check, Emptied(progress), [canary], [baseline])
            : MeasuredCheck.Lack(progress, $"the gateway does not measure {check.Metric}");
    }

    /// <summary>What is missing for a judgement; null when nothing is.</summary>
    private static string? Missing(MetricCheck check, CheckProgress progress, int needed) =>
        progress.Canary.Requests < needed ? $"{progress.Canary.Requests} of {needed} requests"
        : check.Compare is not null && progress.Baseline.Requests < needed ? $"{progress.Baseline.Requests} of {needed} requests of the baseline"
        : null;

    private static CheckProgress Judged(MetricCheck check, CheckProgress progress, Finding found) => MeasuredCheck.Take(check, Emptied(progress), found);

    private static CheckProgress Emptied(CheckProgress progress) =>
        progress with { Canary = TrafficCount.None, Baseline = TrafficCount.None, Seconds = 0 };
}
