using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lumina.Policy.Tests.Opa;

/// <summary>Answers as no OPA would: bytes that a test gives it, on a connection of its own for each question, which it counts.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<int, string?> _answers;
    private int _questions;

    public StandIn(string answer)
        : this(_ => null) => Answer = answer;

    /// <param name="answer">By the question's number, from 1.</param>
    public StandIn(Func<int, string?> answer)
    {
        _answers = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What is sent to all; null for what the number says, or for nothing, for ever.</summary>
    public string? Answer { get; set; }

    /// <summary>The first line of each question: what was wanted of what.</summary>
    public ConcurrentQueue<string> Wanted { get; } = new();

    public int Questions => Volatile.Read(ref _questions);

    /// <summary>When it was asked for the first time.</summary>
    public Task Asked => _asked.Task;

    public string Server => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static string Http(int status, string body, string more = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{more}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var held = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                held.Add(client);
                var stream = client.GetStream();
                if (await QuestionAsync(stream) is not { } wanted)
                    continue;
                Wanted.Enqueue(wanted);
                var number = Interlocked.Increment(ref _questions);
                _asked.TrySetResult();
                if ((Answer ?? _answers(number)) is not { } answer)
                    continue;
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
                client.Close();
            }
        }
        catch (OperationCanceledException)
        {
            held.ForEach(client => client.Dispose());
        }
    }

    /// <summary>Reads a whole request, so that closing the connection cuts nothing off; null when there was none.</summary>
    private async Task<string?> QuestionAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var piece = new byte[4096];
        while (await stream.ReadAsync(piece, _end.Token) is > 0 and var read)
        {
            text.Append(Encoding.ASCII.GetString(piece, 0, read));
            var all = text.ToString();
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
                continue;
            var length = all[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim();
            if (all.Length - head - 4 >= int.Parse(length ?? "0", System.Globalization.CultureInfo.InvariantCulture))
                return all[..all.IndexOf(" HTTP/", StringComparison.Ordinal)];
        }

        return null;
    }
}
