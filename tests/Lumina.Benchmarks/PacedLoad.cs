using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>Requests at a steady pace over a few connections, by bare sockets so that the client adds little of its own.</summary>
internal static class PacedLoad
{
    public const int RequestsPerSecond = 500;
    public const int Connections = 8;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    /// <param name="port">Where the service listens.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="inBursts">Whether all connections ask at the same moments; otherwise they take turns, so that the requests come evenly.</param>
    /// <returns>Milliseconds.</returns>
    public static async Task<(double P50, double P99)> RunAsync(int port, TimeSpan duration, bool inBursts)
    {
        var between = inBursts ? TimeSpan.Zero : TimeSpan.FromSeconds(1.0 / RequestsPerSecond);
        var latencies = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(() => AskAsync(port, duration, i * between))));
        var sorted = latencies.SelectMany(l => l).Order().ToList();
        return (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
    }

    private static async Task<List<double>> AskAsync(int port, TimeSpan duration, TimeSpan after)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        var socket = client.Client;
        var buffer = new byte[4096];
        var latencies = new List<double>();
        await Task.Delay(after);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)Connections / RequestsPerSecond));
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until && await pace.WaitForNextTickAsync())
        {
            var began = Stopwatch.GetTimestamp();
            await socket.SendAsync(Request);
            var length = 0;
            do
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(length));
                length += count > 0 ? count : throw new IOException("hung up");
            }
            while (!IsWhole(buffer.AsSpan(0, length)));
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return latencies;
    }

    // The service answers with five letters, with a length or in one chunk.
    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("hello"u8) || answer.EndsWith("0\r\n\r\n"u8);
}
