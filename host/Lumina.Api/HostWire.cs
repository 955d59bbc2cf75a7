using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Api;

/// <summary>Sends requests to a host and reads its answers, and turns whatever goes wrong into one of the client's exceptions.</summary>
internal sealed class HostWire(HostEndpoint endpoint, HttpMessageHandler handler) : IDisposable
{
    private readonly HttpClient _http = new(handler)
    {
        BaseAddress = new(endpoint.Url.TrimEnd('/') + "/"),
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token) },
    };

    public void Dispose() => _http.Dispose();

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await CallAsync(request, type, cancellationToken);
    }

    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        try
        {
            using var response = await OpenAsync(request, cancellationToken);
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(endpoint.Url, lost);
        }
    }

    public async Task<T> PostAsync<TBody, T>(
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
        catch (HttpRequestException refused) when (refused.InnerException is AuthenticationException reason)
        {
            throw NotTrusted(reason);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(endpoint.Url, lost);
        }
        catch (JsonException malformed)
        {
            throw NotAHost(malformed.Message);
        }
    }

    public async IAsyncEnumerable<T> ReadLinesAsync<T>(
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
        catch (HttpRequestException refused) when (refused.InnerException is AuthenticationException reason)
        {
            throw NotTrusted(reason);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            throw new HostUnreachableException(endpoint.Url, lost);
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
            throw new HostUnreachableException(endpoint.Url, lost);
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
            throw new HostUnreachableException(endpoint.Url, malformed);
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
        new(
            ProblemCodes.NoHost, $"What answers at {endpoint.Url} does not talk like a Lumina host ({found}).",
            "Check --host, or what listens there."));

    /// <summary>No host that is away: somebody answers, and could be anybody.</summary>
    private ProblemException NotTrusted(AuthenticationException reason) => new(
        0,
        new(
            ProblemCodes.NotTrusted, $"What answers at {endpoint.Url} is not trusted to be a Lumina host: {reason.Message.TrimEnd('.')}. Nothing was sent to it.",
            "Name the authority of its certificate with --ca-file, and the host as the certificate does."));

    private static bool IsLost(Exception exception) => exception is HttpRequestException or IOException;
}
