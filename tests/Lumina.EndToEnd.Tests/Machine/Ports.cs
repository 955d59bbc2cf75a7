using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>Ports of 127.0.0.1 for plans: below those that agents and the kernel give out.</summary>
internal static class Ports
{
    private const int First = 10_000;
    private const int Last = 22_000;
    private const string Listening = "0A";
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nobody listens on and that nobody in this run was given before.</summary>
    public static int Take()
    {
        lock (Given)
        {
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    /// <summary>All ports of IPv4 and IPv6 on which somebody listens now.</summary>
    public static IReadOnlySet<int> ListenedOn() => new[] { "/proc/net/tcp", "/proc/net/tcp6" }
        .Where(File.Exists)
        .SelectMany(table => File.ReadLines(table).Skip(1))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[3] == Listening)
        .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .ToHashSet();

    /// <summary>Occupies a port as another program would.</summary>
    public static TcpListener Occupy(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
