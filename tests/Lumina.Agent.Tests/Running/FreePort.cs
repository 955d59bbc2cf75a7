using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lumina.Agent.Tests.Running;

internal static class FreePort
{
    /// <summary>A port that nobody has and that neither the kernel nor an agent gives to somebody meanwhile.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 20_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }
}
