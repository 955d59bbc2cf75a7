using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Api;

/// <summary>
/// Talks to a host. Every call may throw <see cref="ProblemException"/> (the host answered that it can't),
/// <see cref="HostUnreachableException"/> (nobody answered, or the connection was lost) and <see cref="OperationCanceledException"/>.
/// It never tries again by itself.
/// </summary>
public sealed class LuminaClient : IDisposable
{
    private const string Root = "api/v1/";

    private readonly HttpClient _http;

    /// <summary>A client of the host at that endpoint. Never goes through a proxy: a host listens on loopback.</summary>
    public LuminaClient(HostEndpoint endpoint)
        : this(endpoint, new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
    }

    internal LuminaClient(HostEndpoint endpoint, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Endpoint = endpoint;
        _http = new(handler) { BaseAddress = new(endpoint.Url.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);
    }

    public HostEndpoint Endpoint { get; }

    public Task<HostHealth> GetHealthAsync(CancellationToken cancellationToken) =>
        GetAsync("healthz", ApiJson.Default.HostHealth, cancellationToken);

    public Task<Preview> PreviewAsync(PlanSubmission submission, CancellationToken cancellationToken) =>
        PostAsync(Root + "preview", submission, ApiJson.Default.PlanSubmission, ApiJson.Default.Preview, cancellationToken);

    /// <exception cref="PlanRefusedException">The plan has errors; nothing was touched.</exception>
    public Task<DeploymentAccepted> DeployAsync(DeploymentRequest request, CancellationToken cancellationToken) =>
        PostAsync(Root + "deployments", request, ApiJson.Default.DeploymentRequest, ApiJson.Default.DeploymentAccepted, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<DeploymentSummary[]> ListDeploymentsAsync(
        string? plan, string? environment, int limit, CancellationToken cancellationToken) =>
        GetAsync(
            Root + "deployments" + Query(("plan", plan), ("environment", environment), ("limit", Number(limit))),
            ApiJson.Default.DeploymentSummaryArray,
            cancellationToken);

    public Task<DeploymentDetail> GetDeploymentAsync(string id, CancellationToken cancellationToken) =>
        GetAsync(Root + "deployments/" + Escape(id), ApiJson.Default.DeploymentDetail, cancellationToken);

    /// <summary>What happened after a position, and, when following, what happens until the deployment has ended.</summary>
    public IAsyncEnumerable<DeploymentEvent> ReadEventsAsync(string id, long after, bool follow, CancellationToken cancellationToken) =>
        ReadLinesAsync(
            Root + "deployments/" + Escape(id) + "/events" + Query(("after", Number(after)), ("follow", Flag(follow))),
            ApiJson.Default.DeploymentEvent,
            cancellationToken);

    /// <param name="id">The deployment.</param>
    /// <param name="verb"><c>pause</c>, <c>resume</c> or <c>cancel</c>.</param>
    /// <param name="request">Who and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<DeploymentSummary> ControlAsync(string id, string verb, ControlRequest request, CancellationToken cancellationToken) =>
        PostAsync(
            Root + "deployments/" + Escape(id) + "/" + verb,
            request,
            ApiJson.Default.ControlRequest,
            ApiJson.Default.DeploymentSummary,
            cancellationToken);

    public Task<PlanStatus[]> GetStatusAsync(string? plan, string? environment, CancellationToken cancellationToken) =>
        GetAsync(Root + "status" + Query(("plan", plan), ("environment", environment)), ApiJson.Default.PlanStatusArray, cancellationToken);

    public IAsyncEnumerable<LogEntry> ReadLogAsync(
        string environment, string plan, string component, int lines, bool follow, CancellationToken cancellationToken) =>
        ReadLinesAsync(
            $"{Root}logs/{Escape(environment)}/{Escape(plan)}/{Escape(component)}" + Query(("lines", Number(lines)), ("follow", Flag(follow))),
            ApiJson.Default.LogEntry,
            cancellationToken);

    public Task<TargetHealth[]> GetTargetsAsync(CancellationToken cancellationToken) =>
        GetAsync(Root + "targets", ApiJson.Default.TargetHealthArray, cancellationToken);

    public Task<ShutdownAnswer> ShutdownAsync(ShutdownRequest request, CancellationToken cancellationToken) =>
        PostAsync(Root + "shutdown", request, ApiJson.Default.ShutdownRequest, ApiJson.Default.ShutdownAnswer, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await CallAsync(request, type, cancellationToken);
    }

    private async Task<T> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await CallAsync(request, type, cancellationToken);
    }

    private async Task<T> CallAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await EnsureSuccessAsync(response, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw NotAHost("null");
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(Endpoint.Url, lost);
        }
        catch (JsonException malformed)
        {
            throw NotAHost(malformed.Message);
        }
    }

    private async IAsyncEnumerable<T> ReadLinesAsync<T>(
        string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await OpenAsync(request, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await NextLineAsync(reader, cancellationToken) is { } line)
        {
            if (line.Length > 0) yield return Parse(line, type);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await EnsureSuccessAsync(response, cancellationToken);
            return response;
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(Endpoint.Url, lost);
        }
    }

    private async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(Endpoint.Url, lost);
        }
    }

    private T Parse<T>(string line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw NotAHost("null");
        }
        catch (JsonException malformed)
        {
            // A host that dies while it writes leaves half a line.
            throw new HostUnreachableException(Endpoint.Url, malformed);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity
                && JsonSerializer.Deserialize(body, ApiJson.Default.Preview) is { Diagnostics: not null } preview)
                throw new PlanRefusedException(preview);
            if (JsonSerializer.Deserialize(body, ApiJson.Default.Problem) is { Code: not null } problem)
                throw new ProblemException((int)response.StatusCode, problem);
        }
        catch (JsonException)
        {
            // Below: whoever answered is no host of ours.
        }

        throw NotAHost($"status {(int)response.StatusCode}", (int)response.StatusCode);
    }

    private ProblemException NotAHost(string found, int status = 200) => new(
        status,
        new(ProblemCodes.NoHost, $"What answers at {Endpoint.Url} does not talk like a Lumina host ({found}).", "Check --host, or what listens there."));

    private static bool IsLost(Exception exception) => exception is HttpRequestException or IOException;

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Flag(bool flag) => flag ? "true" : null;

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (value is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Escape(value));
        }

        return query.ToString();
    }
}
