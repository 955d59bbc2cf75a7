using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Lumina.Analysis.Sources;

/// <summary>One series: its labels and its points, the oldest first. Values may be NaN and infinite.</summary>
internal sealed record PrometheusSeries(ImmutableSortedDictionary<string, string> Labels, ImmutableArray<(DateTimeOffset At, double Value)> Points);

/// <summary>What Prometheus answered: series, or what went wrong.</summary>
internal sealed record PrometheusAnswer(ImmutableArray<PrometheusSeries> Series, string? Problem)
{
    public static PrometheusAnswer Failed(string problem) => new([], problem);
}

/// <summary>The two questions of Prometheus' HTTP API that an analysis has: https://prometheus.io/docs/prometheus/latest/querying/api/.</summary>
internal sealed class PrometheusClient(BoundedHttp http)
{
    /// <summary>An instant query: a scalar is one series without labels.</summary>
    public Task<PrometheusAnswer> QueryAsync(string server, string query, DateTimeOffset? at, CancellationToken cancellationToken) =>
        AskAsync(server, "query", [new("query", query), .. at is { } time ? [new KeyValuePair<string, string>("time", Seconds(time))] : Array.Empty<KeyValuePair<string, string>>()], cancellationToken);

    /// <summary>A range query.</summary>
    public Task<PrometheusAnswer> QueryRangeAsync(string server, string query, DateTimeOffset start, DateTimeOffset end, TimeSpan step, CancellationToken cancellationToken) =>
        AskAsync(server, "query_range",
            [new("query", query), new("start", Seconds(start)), new("end", Seconds(end)), new("step", step.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture))], cancellationToken);

    private async Task<PrometheusAnswer> AskAsync(string server, string endpoint, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate($"{server.TrimEnd('/')}/api/v1/{endpoint}", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return PrometheusAnswer.Failed($"'{server}' is no address of a Prometheus");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        var answer = await http.SendAsync(request, cancellationToken);
        if (answer.Problem is not null || answer.Status is not { } status)
            return PrometheusAnswer.Failed($"Prometheus at {server}: {answer.Problem}");
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            return root.GetProperty("status").GetString() == "success" && (int)status is >= 200 and < 300
                ? new([.. SeriesOf(root.GetProperty("data"))], null)
                : PrometheusAnswer.Failed($"Prometheus at {server}: {HttpText.OneLine(root.GetProperty("error").GetString() ?? "error")} ({(int)status})");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            return PrometheusAnswer.Failed((int)status is >= 200 and < 300
                ? $"Prometheus at {server} answers what can't be understood: {answer.Beginning}"
                : $"Prometheus at {server}: HTTP {(int)status} {answer.Beginning}".TrimEnd());
        }
    }

    private static IEnumerable<PrometheusSeries> SeriesOf(JsonElement data)
    {
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() switch
        {
            "scalar" => [new(ImmutableSortedDictionary<string, string>.Empty, [PointOf(result)])],
            "vector" => result.EnumerateArray().Select(s => new PrometheusSeries(LabelsOf(s), [PointOf(s.GetProperty("value"))])),
            "matrix" => result.EnumerateArray().Select(s => new PrometheusSeries(LabelsOf(s), [.. s.GetProperty("values").EnumerateArray().Select(PointOf)])),
            var other => throw new FormatException($"'{other}' is no result that has numbers."),
        };
    }

    private static ImmutableSortedDictionary<string, string> LabelsOf(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().ToImmutableSortedDictionary(l => l.Name, l => l.Value.GetString() ?? "", StringComparer.Ordinal);

    private static (DateTimeOffset At, double Value) PointOf(JsonElement point) =>
        (DateTimeOffset.UnixEpoch.AddSeconds(point[0].GetDouble()), NumberOf(point[1].GetString() ?? ""));

    // Prometheus writes infinity as +Inf and -Inf.
    private static double NumberOf(string text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Seconds(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);
}
