using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Lumina.Robustness.Hosts;

/// <summary>Stands between this silo and the others: when it is up, connections end and no new ones are had.</summary>
internal sealed class SiloWall
{
    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = new();
    private volatile bool _isUp;

    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open.TryAdd(connection, true);
        try
        {
            if (_isUp)
                connection.Abort();
            else
                await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    public void Set(bool up)
    {
        _isUp = up;
        if (!up)
            return;
        foreach (var connection in _open.Keys)
            connection.Abort();
    }
}
