using System.Collections.Concurrent;
using System.Net.Sockets;
using Lumina.Traffic.Choosing;
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
/// Serves the stable addresses of a machine's components: HTTP/1.1, WebSockets, and HTTP/2 without TLS for clients that know it, on
/// loopback ports that are added and removed while it runs, each in front of one <see cref="GatewayRoute"/>.
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
        _server = new KestrelServer(Options.Create(ServerOptions(_services, _transport)), _transport, loggerFactory);
        Application = new GatewayApplication(new RequestForwarder(_services.GetRequiredService<IHttpForwarder>(), options, clock));
    }

    private GatewayApplication Application { get; }

    /// <summary>Names this run of the gateway: what routes have measured begins with it.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Begins to serve. Ports may be added before and after.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(Application, cancellationToken);

    /// <summary>Serves a route on 127.0.0.1:<paramref name="port"/>. Returns when the port accepts connections.</summary>
    /// <exception cref="SocketException">The port can't be had; <see cref="SocketException.SocketErrorCode"/> says why.</exception>
    public void Listen(int port, GatewayRoute route) => Listen(PortListener.Bind(port), new Entrance(route, null));

    /// <summary>Serves one revision of a route, and no other, on a loopback port that the kernel chooses.</summary>
    /// <returns>The port; <see cref="Close"/> gives it back.</returns>
    /// <exception cref="SocketException">No port can be had.</exception>
    public int ListenForPreview(GatewayRoute route, int revision) => Listen(PortListener.Bind(0), new Entrance(route, revision));

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
        await _transport.DisposeAsync();
        _connections.Dispose();
        await _services.DisposeAsync();
    }

    private int Listen(Socket socket, Entrance entrance)
    {
        var listener = new PortListener(socket, entrance, _connections, _transport, _clock, _logger);
        // A bound port can't be listened to twice.
        _listeners[listener.Port] = listener;
        _ = listener.AcceptAsync();
        return listener.Port;
    }

    private static KestrelServerOptions ServerOptions(IServiceProvider services, SharedTransport transport)
    {
        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        // Limits are the component's to set, not ours.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        // The transport takes its connections from elsewhere.
        foreach (var version in new[] { HttpProtocols.Http1, HttpProtocols.Http2 })
            options.Listen(transport.AddressOf(version), listen => listen.Protocols = version);
        return options;
    }
}
