using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lumina.Robustness.Cluster;

/// <summary>What a host's connections to the database go through, so that they can be cut: all of them, or one in the middle of a commit.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    /// <summary>In the one message that has a batch of events and its commit; the word itself is sent once and then prepared.</summary>
    private static readonly byte[] Commit = "step-started"u8.ToArray();

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly Func<CancellationToken, Task<Socket>> _dial;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private int _commitsToCut;

    /// <param name="from">The address where it listens.</param>
    /// <param name="dial">Connects to the other end.</param>
    public DatabaseLine(IPAddress from, Func<CancellationToken, Task<Socket>> dial)
    {
        (_listener, _dial) = (new(from, 0), dial);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connects to a port of this machine.</summary>
    public static Func<CancellationToken, Task<Socket>> To(int port) => async cancellationToken =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    };

    /// <summary>Ends all connections, and lets no new ones through until it is mended.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys)
            socket.Close();
    }

    public void Mend() => _isCut = false;

    /// <summary>The next commits reach the server, and their answers nobody.</summary>
    public void CutCommits(int times) => Volatile.Write(ref _commitsToCut, times);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            if (_isCut)
                return;
            _open.TryAdd(client, true);
            try
            {
                using var server = await _dial(_end.Token);
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(ForthAsync(client, server), CopyAsync(server, client));
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either end has gone: so does the other.
            }
            finally
            {
                _open.TryRemove(client, out _);
            }
        }
    }

    private async Task ForthAsync(Socket client, Socket server)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await client.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                var isCut = Volatile.Read(ref _commitsToCut) > 0 && buffer.AsSpan(0, count).IndexOf(Commit) >= 0 && Interlocked.Decrement(ref _commitsToCut) >= 0;
                if (isCut)
                    client.Close();
                await SendAsync(server, buffer.AsMemory(0, count));
                if (!isCut)
                    continue;
                // The server does its work and finds that nobody listens.
                server.Shutdown(SocketShutdown.Send);
                return;
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
                await SendAsync(to, buffer.AsMemory(0, count));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, _end.Token)..];
    }
}
