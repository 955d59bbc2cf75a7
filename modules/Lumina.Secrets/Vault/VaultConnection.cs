using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Lumina.Secrets.Vault;

/// <summary>The way to one Vault: connections that are kept, TLS, headers, a bound for what is read, and a standby's word where the active node is.</summary>
internal sealed class VaultConnection : IDisposable
{
    private const int MostRedirects = 2;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _base;

    public VaultConnection(VaultOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _base = new Uri(options.Server.TrimEnd('/') + "/v1/");
        _http = new HttpClient(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one request, once. Never throws but when it is cancelled.</summary>
    public async Task<VaultReply> SendAsync(VaultRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FollowAsync(request, either.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            return VaultReply.Failed(VaultCodes.NotTrusted, $"There is no safe connection to Vault: {Cause(e)} Name the authority of its certificate with --vault-ca-file.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded)
        {
            // The cause may quote what was sent back.
            return VaultReply.Failed(VaultCodes.Malformed, "What answers in Vault's place does not speak HTTP as it should.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return VaultReply.Failed(VaultCodes.NoAnswer, $"There is no connection to Vault, or it broke off: {Cause(e)}", isUnavailable: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return VaultReply.Failed(VaultCodes.NoAnswer, $"Vault did not answer within {_options.Timeout.TotalSeconds:0.###} s.", isUnavailable: true);
        }
    }

    private async Task<VaultReply> FollowAsync(VaultRequest request, CancellationToken cancellationToken)
    {
        var address = new Uri(_base, request.Path);
        for (var redirects = 0; ; redirects++)
        {
            using var message = Message(request, address);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                if (redirects == MostRedirects || Followed(address, response.Headers.Location) is not { } onward)
                    return VaultReply.Failed(VaultCodes.Malformed, "Vault sends elsewhere in a way that is not followed: to another path, in the open, or in a circle. Look at its api_addr.");
                address = onward;
                continue;
            }

            return await BodyAsync(response.Content, cancellationToken) is { } body
                ? new VaultReply((int)response.StatusCode, body, null) { RetryAfter = After(response.Headers.RetryAfter) }
                : VaultReply.Failed(VaultCodes.Malformed, $"The answer is longer than {_options.MaxAnswerBytes} bytes.");
        }
    }

    /// <summary>A standby names the active node: the same question, on the same terms. Null for anything else; a token goes with it.</summary>
    private Uri? Followed(Uri from, Uri? to)
    {
        if (to is null)
            return null;
        var onward = new Uri(from, to);
        var isSafe = onward.Scheme == Uri.UriSchemeHttps || (_base.Scheme == Uri.UriSchemeHttp && onward.Scheme == Uri.UriSchemeHttp && (onward.IsLoopback || _options.AllowPlainHttp));
        return isSafe && onward.PathAndQuery == from.PathAndQuery && onward.UserInfo.Length == 0 ? onward : null;
    }

    private HttpRequestMessage Message(VaultRequest request, Uri address)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.TryAddWithoutValidation("X-Vault-Request", "true");
        if (_options.Namespace is { } name && !request.IsOfRoot)
            message.Headers.TryAddWithoutValidation("X-Vault-Namespace", name.Trim('/') + "/");
        if (request.Token?.RevealText() is { } token)
            message.Headers.TryAddWithoutValidation("X-Vault-Token", token);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        return message;
    }

    private TimeSpan? After(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Null when there is more of it than may be.</summary>
    private async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > _options.MaxAnswerBytes)
            return null;
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > _options.MaxAnswerBytes)
                return null;
            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }

    private static SocketsHttpHandler Handler(VaultOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            // Vault is the one that was named: no proxy of the environment reads along.
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // So that a name that moves to another address is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.CaFile is { } file && VaultOptions.CertificatesIn(file) is { } certificates)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(certificates);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        if (options.OwnCertificate() is { } own)
            handler.SslOptions.ClientCertificates = [own];
        return handler;
    }

    private static string Cause(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        var line = string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 300 ? line : line[..300] + "…";
    }
}
