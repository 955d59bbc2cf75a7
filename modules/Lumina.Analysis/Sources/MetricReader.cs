using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Analysis.Sources;

/// <summary>Asks the sources of checks. It keeps nothing and judges nothing, and no failure of a source is an exception.</summary>
/// <param name="traffic">What gateways count.</param>
/// <param name="commands">Runs commands.</param>
/// <param name="http">For Prometheus and JSON documents. Its own timeout should be longer than the limits.</param>
/// <param name="time">The clock of timeouts.</param>
/// <param name="prometheus">The address of the Prometheus that is asked unless a check names another; null for none.</param>
/// <param name="limits">Of each question.</param>
public sealed class MetricReader(
    ITrafficSource traffic, ICommandRunner commands, HttpClient http, TimeProvider time, string? prometheus = null, SourceLimits? limits = null)
{
    private readonly PrometheusSource _prometheus = new(new PrometheusClient(new BoundedHttp(http, time, limits ?? new())));
    private readonly JsonSource _json = new(new BoundedHttp(http, time, limits ?? new()));
    private readonly CommandSource _commands = new(commands, limits ?? new());

    /// <summary>Reads all that is due, at the same time; a gateway once for all checks.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ImmutableArray<CheckReading>> ReadAsync(
        AnalysisSubject subject, AnalysisSpec spec, AnalysisRun run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var due = RolloutAnalysis.Due(spec, run, at);
        var counted = due.Any(check => check.IsOfTraffic) ? CountedAsync(subject, cancellationToken) : null;
        return [.. await Task.WhenAll(due.Select(async check => new CheckReading(check.Name, counted is not null && check.IsOfTraffic
            ? await counted
            : await MeasuredAsync(subject, check, SinceOf(run, check), at, cancellationToken))))];
    }

    private static DateTimeOffset SinceOf(AnalysisRun run, MetricCheck check) =>
        run.Checks.FirstOrDefault(c => c.Name == check.Name)?.AnsweredAt ?? run.StartedAt;

    private async Task<Reading> CountedAsync(AnalysisSubject subject, CancellationToken cancellationToken)
    {
        var answer = await traffic.ReadAsync(subject, cancellationToken);
        return answer.Counters is { } counters
            ? new CountedReading(counters.Epoch, counters.At, TrafficCount.Of(counters, subject.Revision), subject.Baseline is { } baseline ? TrafficCount.Of(counters, baseline) : null)
            : new FailedReading(answer.Problem ?? "the gateway gave no counters");
    }

    private async Task<Reading> MeasuredAsync(AnalysisSubject subject, MetricCheck check, DateTimeOffset since, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (check.Compare is null)
            return ReadingOf(await SampleAsync(subject, check, subject.Revision, since, at, cancellationToken), new([], null, null));
        if (subject.Baseline is not { } baseline)
            return new NoDataReading("there is no baseline to compare with");
        var samples = await Task.WhenAll(
            SampleAsync(subject, check, subject.Revision, since, at, cancellationToken),
            SampleAsync(subject, check, baseline, since, at, cancellationToken));
        return ReadingOf(samples[0], samples[1]);
    }

    private static Reading ReadingOf(Sample canary, Sample baseline) =>
        (canary.Problem ?? baseline.Problem) is { } problem ? new FailedReading(problem)
        : canary.Empty is { } empty ? new NoDataReading(empty)
        : baseline.Empty is { } missing ? new NoDataReading($"baseline: {missing}")
        : new MeasuredReading(canary.Values, baseline.Values);

    private Task<Sample> SampleAsync(AnalysisSubject subject, MetricCheck check, int revision, DateTimeOffset since, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!check.Command.IsDefaultOrEmpty)
            return _commands.ReadAsync([.. check.Command.Select(word => subject.Fill(word, revision))], subject, revision, cancellationToken);
        if (check.Url is { } url)
            return _json.ReadAsync(subject.Fill(url, revision), subject.Fill(check.Path ?? "$", revision), cancellationToken);
        if ((check.Server ?? prometheus) is not { } server)
            return Task.FromResult(Sample.Failed("no Prometheus is known: write server = \"http://…\" in the check, or tell the host of one"));
        var query = subject.Fill(check.Query ?? "", revision);
        return check.Compare is null
            ? _prometheus.ReadAsync(subject.Fill(server, revision), query, at, cancellationToken)
            : _prometheus.ReadAsync(subject.Fill(server, revision), query, since, at, check.Every, cancellationToken);
    }
}
