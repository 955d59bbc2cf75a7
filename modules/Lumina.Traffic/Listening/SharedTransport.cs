using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Lumina.Traffic.Listening;

/// <summary>
/// Lets one Kestrel serve any number of ports that come and go: to Kestrel it is a single endpoint whose connections happen to
/// come from many sockets. A server of its own per port would cost a thread each.
/// </summary>
internal sealed class SharedTransport : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>False when the server has stopped.</summary>
    public bool Offer(ConnectionContext connection) => _accepted.Writer.TryWrite(connection);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
                return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
