using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lumina.Traffic.Choosing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Lumina.Traffic.Listening;

/// <summary>One stable address: a socket that hands its connections, marked with their route, to the server that all share.</summary>
internal sealed partial class PortListener(
    Socket socket, Entrance entrance, SocketConnectionContextFactory connections, SharedTransport transport, TimeProvider clock,
    ILogger logger) : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    /// <summary>Where it listens.</summary>
    public int Port { get; } = ((IPEndPoint)socket.LocalEndPoint!).Port; // Bound by who made it

    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = new();
    private volatile bool _isClosed;

    /// <param name="port">The port; 0 for any that is free.</param>
    /// <exception cref="SocketException">The address is in use.</exception>
    public static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task AcceptAsync()
    {
        while (!_isClosed)
        {
            try
            {
                Take(await socket.AcceptAsync());
            }
            catch (Exception e) when (_isClosed && e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or a client that hung up while it waited: neither may end the listener.
                LogAcceptFailed(e, entrance.Route.Name);
                await Task.Delay(PauseAfterError, clock);
            }
        }
    }

    /// <summary>Gives the port back; connections go on.</summary>
    public void StopAccepting()
    {
        _isClosed = true;
        socket.Dispose();
    }

    /// <summary>Gives the port back and hangs up on everybody.</summary>
    public void Dispose()
    {
        StopAccepting();
        foreach (var connection in _open.Keys)
            connection.Abort(new ConnectionAbortedException("The component was taken away."));
    }

    private void Take(Socket accepted)
    {
        accepted.NoDelay = true;
        var connection = connections.Create(accepted);
        connection.Features.Set(entrance);
        _open[connection] = true;
        connection.ConnectionClosed.UnsafeRegister(_ => _open.TryRemove(connection, out bool _), null);
        _ = HandOverAsync(connection);
    }

    private async Task HandOverAsync(ConnectionContext connection)
    {
        var version = await Preface.ReadAsync(connection, clock);
        if (version is not { } spoken || !transport.Offer(connection, spoken) || _isClosed)
            connection.Abort();
    }

    [LoggerMessage(3101, LogLevel.Warning, "A connection for {Route} could not be accepted")]
    private partial void LogAcceptFailed(Exception exception, string route);
}
