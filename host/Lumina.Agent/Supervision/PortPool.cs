using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lumina.Agent.Supervision;

/// <summary>
/// Ports for instances, just below those that the kernel gives to outgoing connections: one of these could be in use again at the
/// moment when the instance binds it, not least by the gateway's own connections.
/// </summary>
internal sealed class PortPool
{
    private const int Count = 8192;
    private const int Attempts = 1000;

    private readonly ConcurrentDictionary<int, bool> _taken = new();
    private readonly int _first;

    public PortPool()
    {
        var ephemeral = FirstEphemeralPort();
        _first = ephemeral > Count + 1024 ? ephemeral - Count : 1024;
    }

    /// <summary>A port that nobody listens on.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public int Take()
    {
        for (var i = 0; i < Attempts; i++)
        {
            var port = _first + RandomNumberGenerator.GetInt32(Count);
            if (!_taken.TryAdd(port, true))
                continue;
            if (IsFree(port))
                return port;
            _taken.TryRemove(port, out _);
        }

        throw new IOException($"no free port was found between {_first} and {_first + Count - 1}");
    }

    /// <summary>Keeps an adopted instance's port from being given out.</summary>
    public void Claim(int port) => _taken[port] = true;

    public void Return(int port) => _taken.TryRemove(port, out _);

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // All addresses: the instance may listen on any of them.
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstEphemeralPort()
    {
        try
        {
            var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range");
            return int.Parse(range.AsSpan(0, range.IndexOfAny(['\t', ' '])), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return 32768;
        }
    }
}
