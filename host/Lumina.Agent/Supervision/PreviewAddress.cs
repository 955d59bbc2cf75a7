using System.Globalization;
using System.Net.Sockets;
using Lumina.Traffic;

namespace Lumina.Agent.Supervision;

/// <summary>The address at which one revision of a component answers, as long as one is to be looked at. Another run of the agent
/// has another one.</summary>
internal sealed class PreviewAddress(Gateway gateway, GatewayRoute route)
{
    private (int Revision, int Port)? _served;

    public string? Endpoint => _served is { } served ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{served.Port}") : null;

    /// <summary>Serves a revision, or none.</summary>
    /// <returns>Why it could not; null when it could. The next call tries again.</returns>
    public string? Serve(int? revision)
    {
        if (_served?.Revision == revision)
            return null;
        if (_served is { } served)
            gateway.Close(served.Port);
        _served = null;
        if (revision is not { } wanted)
            return null;
        try
        {
            _served = (wanted, gateway.ListenForPreview(route, wanted));
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }
}
