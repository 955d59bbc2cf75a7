using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lumina.Traffic.Forwarding;
using Lumina.Traffic.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Lumina.Traffic;

/// <summary>
/// Serves the stable addresses of a machine's components: HTTP/1.1 and WebSockets on loopback ports that are added and removed
/// while it runs, each in front of one <see cref="GatewayRoute"/>.
/// </summary>
public sealed class Gateway : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, PortListener> _listeners = new();
    private readonly SharedTransport _transport = new();
    private readonly SocketConnectionContextFactory _connections;
    private readonly ServiceProvider _services;
    private readonly KestrelServer _server;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public Gateway(GatewayOptions options, TimeProvider clock, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clock = clock;
        _logger = loggerFactory.CreateLogger<Gateway>();
        _services = new ServiceCollection()
            .AddSingleton(loggerFactory)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddHttpForwarder()
            .BuildServiceProvider();
        _connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), _logger);
        _server = new KestrelServer(Options.Create(ServerOptions(_services)), _transport, loggerFactory);
        Application = new GatewayApplication(new RequestForwarder(_services.GetRequiredService<IHttpForwarder>(), options, clock));
    }

    private GatewayApplication Application { get; }

    /// <summary>Begins to serve. Ports may be added before and after.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(Application, cancellationToken);

    /// <summary>Serves a route on 127.0.0.1:<paramref name="port"/>. Returns when the port accepts connections.</summary>
    /// <exception cref="SocketException">The port can't be had; <see cref="SocketException.SocketErrorCode"/> says why.</exception>
    public void Listen(int port, GatewayRoute route)
    {
        var listener = new PortListener(PortListener.Bind(port), route, _connections, _transport.Offer, _clock, _logger);
        // A bound port can't be listened to twice.
        _listeners[port] = listener;
        _ = listener.AcceptAsync();
    }

    /// <summary>Finds out whether a port could be listened on.</summary>
    /// <exception cref="SocketException">It could not.</exception>
    public static void Probe(int port) => PortListener.Bind(port).Dispose();

    /// <summary>Gives the port back at once and hangs up on its clients; drain the route's instances before.</summary>
    public void Close(int port)
    {
        if (_listeners.TryRemove(port, out var listener))
            listener.Dispose();
    }

    /// <summary>Takes no new connections, lets requests in flight end until cancelled, then hangs up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in _listeners.Values)
            listener.StopAccepting();
        await _server.StopAsync(cancellationToken);
        foreach (var port in _listeners.Keys)
            Close(port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _connections.Dispose();
        await _services.DisposeAsync();
    }

    private static KestrelServerOptions ServerOptions(IServiceProvider services)
    {
        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        // Limits are the component's to set, not ours.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // The one endpoint that Kestrel knows; the transport takes its connections from elsewhere.
        options.Listen(new IPEndPoint(IPAddress.Loopback, 1), listen => listen.Protocols = HttpProtocols.Http1);
        return options;
    }
}
