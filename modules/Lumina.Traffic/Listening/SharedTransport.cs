using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lumina.Traffic.Listening;

/// <summary>
/// Lets one Kestrel serve any number of ports that come and go: to Kestrel there are two endpoints, one for each version of HTTP, whose
/// connections happen to come from many sockets. A server of its own per port would cost a thread each.
/// </summary>
internal sealed class SharedTransport : IConnectionListenerFactory, IAsyncDisposable
{
    private readonly Accepted _http1 = new(new IPEndPoint(IPAddress.Loopback, 1));
    private readonly Accepted _http2 = new(new IPEndPoint(IPAddress.Loopback, 2));

    /// <summary>The addresses by which Kestrel tells the two apart. Nobody listens there.</summary>
    public IPEndPoint AddressOf(HttpProtocols version) => Of(version).Address;

    /// <summary>False when the server has stopped.</summary>
    public bool Offer(ConnectionContext connection, HttpProtocols version) => Of(version).Offer(connection);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(endpoint.Equals(_http2.Address) ? _http2 : _http1);

    public async ValueTask DisposeAsync()
    {
        await _http1.DisposeAsync();
        await _http2.DisposeAsync();
    }

    private Accepted Of(HttpProtocols version) => version == HttpProtocols.Http2 ? _http2 : _http1;

    private sealed class Accepted(IPEndPoint address) : IConnectionListener
    {
        private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });

        public IPEndPoint Address => address;

        public EndPoint EndPoint => address;

        public bool Offer(ConnectionContext connection) => _accepted.Writer.TryWrite(connection);

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
}
