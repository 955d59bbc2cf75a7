using System.Net.Sockets;
using Lumina.Deployments.Targets;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>Finds out whether a component can have a port.</summary>
internal static class StablePort
{
    /// <summary>Why it can't; null when it can.</summary>
    public static string? Check(AgentContext agent, ComponentKey key, int port)
    {
        if (agent.StablePorts.TryGetValue(port, out var owner))
            return $"port {port} of {key.Component} is taken by {owner}";
        try
        {
            Gateway.Probe(port);
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return $"port {port} of {key.Component} is in use by {PortHolder.Find(port) ?? "another program"}; stop it, or give {key.Component} another port";
        }
        catch (SocketException e)
        {
            return $"port {port} of {key.Component} can't be served: {e.Message}";
        }
    }
}
