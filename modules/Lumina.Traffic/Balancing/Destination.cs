using System.Globalization;
using System.Net;

namespace Lumina.Traffic.Balancing;

/// <summary>A backend in the rotation, with its connections. What changes is guarded by the balancer's lock.</summary>
internal sealed class Destination(Backend backend) : IDisposable
{
    private HttpMessageInvoker? _client;

    public Backend Backend { get; } = backend;

    public string Prefix { get; } = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{backend.Port}/");

    /// <summary>Requests that were given to it and have not ended.</summary>
    public int InFlight { get; set; }

    /// <summary>When it was chosen last, in choices of its balancer: ties go to who has waited longest.</summary>
    public long LastTurn { get; set; }

    /// <summary>Set once its requests are to run dry: no choice falls on it any more.</summary>
    public TaskCompletionSource? Drained { get; set; }

    /// <summary>Made with the first request; only while one is in flight.</summary>
    public HttpMessageInvoker Client => _client ??= Connect();

    public void Dispose() => _client?.Dispose();

    private static HttpMessageInvoker Connect() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // Shorter than any server's own idle time that we know of (5 s), so that we are the first to hang up.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
    });
}
