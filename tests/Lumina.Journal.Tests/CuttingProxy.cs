using System.Net;
using System.Net.Sockets;

namespace Lumina.Journal.Tests;

/// <summary>Where a connection is cut.</summary>
internal enum Cut
{
    /// <summary>Before what was asked for reaches the server.</summary>
    BeforeTheServer,

    /// <summary>After the server was asked, before its answer reaches the client.</summary>
    BeforeTheClient,
}

/// <summary>
/// Stands between a client and a server, and cuts a connection when the client sends something that holds a mark: once for each time that it
/// was armed. Everything else goes through.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private readonly byte[] _mark;
    private readonly Task _accepting;
    private int _cuts;
    private int _armed;
    private Cut _where;

    public CuttingProxy(int port, byte[] mark)
    {
        (_port, _mark) = (port, mark);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often it has cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    public void Arm(Cut where, int times = 1)
    {
        _where = where;
        Volatile.Write(ref _armed, times);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                client.NoDelay = server.NoDelay = true;
                var back = CopyAsync(server, client);
                await Task.WhenAny(ForthAsync(client, server), back);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // Either end has gone: so does the other.
            }
        }
    }

    private async Task ForthAsync(Socket client, Socket server)
    {
        var buffer = new byte[1 << 20];
        while (await client.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            var hit = buffer.AsSpan(0, count).IndexOf(_mark) >= 0 && Interlocked.Decrement(ref _armed) >= 0;
            if (hit && _where == Cut.BeforeTheServer)
            {
                Interlocked.Increment(ref _cuts);
                return;
            }

            if (hit)
            {
                // The client is gone when the server answers.
                client.Close();
                Interlocked.Increment(ref _cuts);
            }

            for (var sent = 0; sent < count;)
                sent += await server.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
            if (hit)
            {
                // The server works until it finds that nobody listens.
                server.Shutdown(SocketShutdown.Send);
                return;
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }
}
