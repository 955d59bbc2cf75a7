using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic.Forwarding;

/// <summary>Copies everything but hop-by-hop headers, keeps the Host, and says who asked.</summary>
internal sealed class ForwardedHeaders : HttpTransformer
{
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
}
