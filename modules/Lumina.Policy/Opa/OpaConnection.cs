using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Lumina.Policy.Opa;

/// <summary>What one request to OPA came to: an answer that was read whole, or why there is none.</summary>
internal sealed record OpaExchange(int Status, byte[] Body, OpaFailure? Failure)
{
    public static OpaExchange Failed(string code, string message, bool isUnavailable = false) => new(0, [], new(code, message, isUnavailable));

    /// <summary>Whether there was no connection or it broke off, so that asking again may help.</summary>
    public bool IsBrokenOff => Failure?.Code is OpaCodes.NoAnswer;
}

/// <summary>The way to one OPA: connections that are kept, TLS, the token, and a bound for what is read.</summary>
internal sealed class OpaConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly OpaOptions _options;

    public OpaConnection(OpaOptions options)
    {
        _options = options;
        _http = new HttpClient(Handler(options)) { BaseAddress = new Uri(options.Server.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one request, once. Never throws but when it is cancelled.</summary>
    public async Task<OpaExchange> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var request = make();
        if (_options.TokenFile is { } file)
        {
            if (OpaOptions.TokenIn(file) is not { } token)
                return OpaExchange.Failed(OpaCodes.Unauthorized, $"{file} has no token that can be read.");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await BodyAsync(response.Content, cancellationToken) is { } body
                ? new((int)response.StatusCode, body, null)
                : OpaExchange.Failed(OpaCodes.TooLarge, $"The answer is longer than {_options.MaxAnswerBytes} bytes.");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            return OpaExchange.Failed(OpaCodes.NotTrusted, $"There is no safe connection to it: {Cause(e)}");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded)
        {
            return OpaExchange.Failed(OpaCodes.Malformed, $"What answers does not speak HTTP as it should: {Cause(e)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return OpaExchange.Failed(OpaCodes.NoAnswer, $"There is no connection to it, or it broke off: {Cause(e)}", isUnavailable: true);
        }
    }

    /// <summary>Null when there is more of it than may be.</summary>
    private async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > _options.MaxAnswerBytes)
            return null;
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var piece = new byte[Math.Min(64 * 1024, _options.MaxAnswerBytes + 1)];
        while (await stream.ReadAsync(piece, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > _options.MaxAnswerBytes)
                return null;
            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }

    private static SocketsHttpHandler Handler(OpaOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // Who decides is the one that was named: no redirect, no proxy, and nothing that unpacks to more than was bounded.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            // So that a name that moves to another address is followed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.CaFile is { } file && OpaOptions.CertificatesIn(file) is { } certificates)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(certificates);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

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
