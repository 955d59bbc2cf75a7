using System.Collections.Immutable;
using Lumina.Analysis.Sources;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>Asks the source of one check once.</summary>
internal static class Ask
{
    public static AnalysisSubject Subject { get; } = new("production", "web", 7, 6, "/");

    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static async Task<Reading> ForAsync(
        MetricCheck check, SourceLimits? limits = null, TimeProvider? time = null, string? prometheus = null, AnalysisSubject? subject = null,
        ITrafficSource? traffic = null, DateTimeOffset? start = null, TimeSpan? after = null)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var reader = new MetricReader(traffic ?? new ToldTraffic(new(null, "no gateway")), new SpawnedCommands(), http, time ?? TimeProvider.System, prometheus, limits);
        var began = start ?? Start;
        var spec = new AnalysisSpec([check], NoDataMode.Fail, InconclusiveMode.Pause, null);
        var readings = await reader.ReadAsync(subject ?? Subject, spec, RolloutAnalysis.Begin(spec, began), began + (after ?? check.Every), CancellationToken.None);
        return Assert.Single(readings).Reading;
    }

    /// <summary>The one number that was read.</summary>
    public static double Number(Reading reading) => Assert.Single(Assert.IsType<MeasuredReading>(reading).Canary);

    public static string Failure(Reading reading) => Assert.IsType<FailedReading>(reading).Reason;

    public static string Nothing(Reading reading) => Assert.IsType<NoDataReading>(reading).Reason;

    public static ImmutableArray<string> Shell(string script) => ["/bin/sh", "-c", script];
}
