using System.Collections.Immutable;

namespace Lumina.Analysis.Sources;

/// <summary>What PromQL gives: exactly one series is a metric.</summary>
internal sealed class PrometheusSource(PrometheusClient client)
{
    // A query of more points is refused by Prometheus (11,000); nobody needs so many.
    private const int MostPoints = 500;

    /// <summary>The value now.</summary>
    public async Task<Sample> ReadAsync(string server, string query, DateTimeOffset at, CancellationToken cancellationToken) =>
        Of(await client.QueryAsync(server, query, at, cancellationToken), query);

    /// <summary>One value for each <paramref name="step"/> after <paramref name="since"/>, so that what could not be asked for in between is not lost.</summary>
    public async Task<Sample> ReadAsync(string server, string query, DateTimeOffset since, DateTimeOffset at, TimeSpan step, CancellationToken cancellationToken)
    {
        var steps = (int)Math.Clamp(Math.Floor((at - since) / step), 1, MostPoints);
        return Of(await client.QueryRangeAsync(server, query, at - step * (steps - 1), at, step, cancellationToken), query);
    }

    private static Sample Of(PrometheusAnswer answer, string query)
    {
        if (answer.Problem is { } problem)
            return Sample.Failed(problem);
        if (answer.Series is not [var series])
            return answer.Series.IsEmpty ? Sample.Nothing($"no series for {query}") : Sample.Failed($"{answer.Series.Length} series instead of one for {query}: sum or max makes one of them");
        ImmutableArray<double> values = [.. series.Points.Select(p => p.Value).Where(double.IsFinite)];
        return values.IsEmpty ? series.Points.IsEmpty ? Sample.Nothing($"no points for {query}") : Sample.Of(series.Points[^1].Value) : new(values, null, null);
    }
}
