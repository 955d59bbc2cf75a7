using System.Net;
using System.Net.Sockets;

namespace Lumina.Host.Starting;

/// <summary>A port that nobody listens on now.</summary>
internal static class FreePort
{
    public static int On(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
