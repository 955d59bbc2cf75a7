using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lumina.Targets.Process;

/// <summary>Speaks <see cref="AgentProtocol"/> with whichever agent a given endpoint names.</summary>
internal sealed class AgentClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>One request whose answer is one JSON value. A status other than 200 and 409 throws.</summary>
    /// <exception cref="HttpRequestException">It can't be reached, or does not know us (401).</exception>
    public async Task<HttpResponseMessage> SendAsync<TBody>(
        AgentEndpoint endpoint, HttpMethod method, string path, TBody? body, JsonTypeInfo<TBody>? type, HttpCompletionOption completion,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, endpoint.Url.TrimEnd('/') + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Token);
        if (body is not null && type is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        var response = await SendAsync(request, completion, cancellationToken);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
            return response;

        using (response)
            throw new HttpRequestException($"the agent answered {(int)response.StatusCode}", null, response.StatusCode);
    }

    /// <summary>Null when it does not answer, and when it speaks our protocol and can't prove that it has the token.</summary>
    public async Task<AgentHealth?> AskHealthAsync(AgentEndpoint endpoint, TimeSpan within, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(within);
        try
        {
            var nonce = AgentProof.NewNonce();
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Url.TrimEnd('/') + "/healthz");
            request.Headers.Add(AgentProof.NonceHeader, nonce);
            using var response = (await SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout.Token)).EnsureSuccessStatusCode();
            var health = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(timeout.Token), AgentJson.Default.AgentHealth);
            return health?.Protocol == AgentProtocol.Version && !AgentProof.IsGood(endpoint, nonce, health.Proof) ? null : health;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException or UriFormatException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>An agent that ends while it is being connected to can show as the socket's own exception, which is no other case.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (SocketException ended)
        {
            throw new HttpRequestException(ended.Message, ended);
        }
    }

    public void Dispose() => _http.Dispose();
}
