using System.Net;
using Lumina.Traffic.Balancing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumina.Traffic.Mirroring;

/// <summary>A request as it is sent to a mirror. Made from the context while that is still the request's own.</summary>
internal sealed class RequestCopy
{
    /// <summary>By which an instance can tell a copy from a request.</summary>
    public const string Mark = "X-Lumina-Mirror";

    private readonly HttpMethod _method;
    private readonly string _pathAndQuery;
    private readonly List<KeyValuePair<string, string[]>> _headers = [];

    public RequestCopy(HttpContext context)
    {
        var request = context.Request;
        _method = new HttpMethod(request.Method);
        _pathAndQuery = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        foreach (var (name, values) in request.Headers)
        {
            if (IsCopied(name))
                _headers.Add(new(name, [.. values.OfType<string>()]));
        }

        _headers.Add(new(Mark, ["1"]));
    }

    /// <summary>Requests that open a stream of their own are not copied: a WebSocket's other half would be missing.</summary>
    public static bool IsPossible(HttpContext context) =>
        !HttpMethods.IsConnect(context.Request.Method)
        && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
        && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true };

    /// <summary>Sends it and reads the answer to its end, for nobody.</summary>
    /// <param name="destination">Whom to ask.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SendAsync(Destination destination, byte[]? body, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(_method, destination.Prefix.TrimEnd('/') + _pathAndQuery)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = body is null ? null : new ByteArrayContent(body),
        };
        foreach (var (name, values) in _headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values))
                message.Content?.Headers.TryAddWithoutValidation(name, values);
        }

        using var response = await destination.Client.SendAsync(message, cancellationToken);
        await response.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static bool IsCopied(string name) =>
        name[0] != ':'
        && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("TE", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Expect", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase);
}
