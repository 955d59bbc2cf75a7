using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Lumina.Secrets.Vault.Tests;

/// <summary>Answers as no Vault would: bytes that a test gives it, on a connection of its own for each question. What no test speaks of it answers as a Vault with KV version 2 at <c>secret</c> does.</summary>
internal sealed class LyingServer : IAsyncDisposable
{
    public const string Cut = "", Value = "canary-value-of-a-lie";

    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly Func<string, int, string?> _answer;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <param name="answer">By the path below <c>/v1/</c>, and how often it was asked for: all bytes; <see cref="Cut"/> to close; null for nothing, for ever.</param>
    /// <param name="tls">The certificate that it shows, and whether it wants one; null for none.</param>
    public LyingServer(Func<string, int, string?> answer, SslServerAuthenticationOptions? tls = null)
    {
        (_answer, _tls) = (answer, tls);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Each request, whole.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Address => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int CountOf(string path) => _counts.GetValueOrDefault(path);

    public static string Http(int status, string body, string more = "") => string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{more}\r\n{body}");

    /// <summary>What a Vault says.</summary>
    public static string Truth(string path) => path switch
    {
        "auth/token/lookup-self" => Http(200, """{"data":{"ttl":3600,"renewable":false,"expire_time":"2099-01-01T00:00:00Z"}}"""),
        "sys/health" => Http(200, """{"version":"1.20.0"}"""),
        _ when path.StartsWith("sys/internal/ui/mounts/", StringComparison.Ordinal) => Http(200, """{"data":{"path":"secret/","type":"kv","options":{"version":"2"}}}"""),
        _ => Http(200, Version(1)),
    };

    public static string Version(int number) =>
        $$"""{"data":{"data":{"key":"{{Value}}"},"metadata":{"version":{{number}},"created_time":"2026-03-01T10:00:00.123456789Z","deletion_time":"","destroyed":false} } }""";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = await StreamAsync(client);
                if (await RequestAsync(stream) is not { } request)
                    return;
                Requests.Enqueue(request);
                var path = request.Split(' ')[1]["/v1/".Length..];
                if (_answer(path, _counts.AddOrUpdate(path, 1, (_, count) => count + 1)) is { } answer)
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
                else
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // Who asked has hung up, or does not trust it.
            }
        }
    }

    private async Task<Stream> StreamAsync(TcpClient client)
    {
        if (_tls is null)
            return client.GetStream();
        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(_tls, _end.Token);
        return secure;
    }

    /// <summary>Reads a whole request, so that closing the connection cuts nothing off; null when there was none.</summary>
    private async Task<string?> RequestAsync(Stream stream)
    {
        var text = new StringBuilder();
        var piece = new byte[4096];
        while (await stream.ReadAsync(piece, _end.Token) is > 0 and var read)
        {
            text.Append(Encoding.UTF8.GetString(piece, 0, read));
            var all = text.ToString();
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
                continue;
            var length = all[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim();
            if (all.Length - head - 4 >= int.Parse(length ?? "0", CultureInfo.InvariantCulture))
                return all;
        }

        return null;
    }
}
