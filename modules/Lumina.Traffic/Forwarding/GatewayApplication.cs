using Lumina.Traffic.Choosing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lumina.Traffic.Forwarding;

/// <summary>What Kestrel calls for each request: no middleware, no routing, and one context per connection.</summary>
internal sealed class GatewayApplication(RequestForwarder forwarder) : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container)
            return new DefaultHttpContext(contextFeatures);
        if (container.HostContext is { } context)
            context.Initialize(contextFeatures);
        else
            container.HostContext = context = new DefaultHttpContext(contextFeatures);
        return context;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) =>
        // The listener has marked the connection with it.
        forwarder.ForwardAsync(context, context.Features.GetRequiredFeature<Entrance>());

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
