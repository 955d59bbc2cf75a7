using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>
/// Requests at a steady pace from now until it is stopped, half of them over connections that stay and half over new ones, by bare
/// sockets. Nothing is tried again: what does not end with a whole answer of status 200 has failed.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int Workers = 16;

    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly TimeSpan _every;
    private readonly Task _working;

    /// <param name="port">Whom to ask.</param>
    /// <param name="perSecond">How often.</param>
    public SteadyLoad(int port, int perSecond)
    {
        (_port, _every) = (port, TimeSpan.FromSeconds((double)Workers / perSecond));
        _working = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(keep: worker % 2 == 0))));
    }

    /// <summary>All that were asked so far, as they ended.</summary>
    public ConcurrentQueue<Asked> All { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        _stop.Dispose();
    }

    private async Task WorkAsync(bool keep)
    {
        var request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{(keep ? "" : "Connection: close\r\n")}\r\n");
        using var pace = new PeriodicTimer(_every);
        TcpClient? client = null;
        do
        {
            var began = Stopwatch.GetTimestamp();
            var (status, body) = (0, "");
            try
            {
                if (client is null)
                {
                    client = new TcpClient { NoDelay = true };
                    await client.ConnectAsync("127.0.0.1", _port);
                }

                (status, body) = await AskAsync(client.Client, request);
            }
            catch (Exception broken) when (broken is IOException or SocketException or FormatException)
            {
                body = broken.Message;
            }

            All.Enqueue(new Asked(began, Stopwatch.GetTimestamp(), status, body));
            if (!keep || status == 0)
            {
                client?.Dispose();
                client = null;
            }
        }
        while (!_stop.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None));

        client?.Dispose();
    }

    private static async Task<(int Status, string Body)> AskAsync(Socket socket, byte[] request)
    {
        await socket.SendAsync(request);
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (count == 0)
                throw new IOException(length == 0 ? "hung up before an answer" : "hung up in the middle of an answer");
            length += count;
            if (TryRead(Encoding.ASCII.GetString(buffer, 0, length)) is { } whole)
                return whole;
        }
    }

    /// <summary>Null when it isn't whole yet. Our service says how long its answers are.</summary>
    private static (int Status, string Body)? TryRead(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var head = text[..end].Split("\r\n");
        var length = head.Select(line => line.Split(':', 2)).FirstOrDefault(header => header[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))?[1];
        if (length is null)
            throw new FormatException($"an answer without a length: {head[0]}");
        var body = text[(end + 4)..];
        return body.Length < int.Parse(length, CultureInfo.InvariantCulture) ? null : (int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture), body);
    }
}

/// <summary>One request.</summary>
/// <param name="Began">When, by <see cref="Stopwatch"/>.</param>
/// <param name="Ended">When.</param>
/// <param name="Status">What it was answered with; 0 for not at all.</param>
/// <param name="Body">The answer; what went wrong, when there was none.</param>
internal sealed record Asked(long Began, long Ended, int Status, string Body)
{
    public bool Failed => Status != 200;

    public double Milliseconds => Stopwatch.GetElapsedTime(Began, Ended).TotalMilliseconds;
}
