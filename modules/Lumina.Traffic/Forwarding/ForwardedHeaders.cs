using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic.Forwarding;

/// <summary>Copies everything but hop-by-hop headers, keeps the Host, and says who asked.</summary>
/// <param name="setCookie">A cookie of the gateway's own that the answer carries besides; null for none.</param>
internal sealed class ForwardedHeaders(string? setCookie) : HttpTransformer
{
    public static readonly ForwardedHeaders Plain = new(null);

    private const string For = "X-Forwarded-For";
    private const string Host = "X-Forwarded-Host";
    private const string Proto = "X-Forwarded-Proto";

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        // Our listeners are on loopback, so who talks to them is trusted to know whom it speaks for: added to, not replaced.
        headers.TryAddWithoutValidation(For, httpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown");
        if (!headers.Contains(Host) && httpContext.Request.Host.Value is { Length: > 0 } host)
            headers.TryAddWithoutValidation(Host, host);
        if (!headers.Contains(Proto))
            headers.TryAddWithoutValidation(Proto, httpContext.Request.Scheme);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var goesOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (setCookie is not null && proxyResponse is not null)
            httpContext.Response.Headers.Append(HeaderNames.SetCookie, setCookie);
        return goesOn;
    }
}
