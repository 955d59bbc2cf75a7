using System.Net;
using System.Net.Sockets;

namespace Lumina.Agent.Tests.Running;

internal static class FreePort
{
    /// <summary>A port for a gateway, above those that agents give to instances and below those of outgoing connections or among them.</summary>
    public static int Take()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
