using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>Steady requests to an address, half of them over connections that stay, half over new ones.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Workers = 16;

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Workers * 2 })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<Task> _workers;
    private TimeSpan _ran;
    private int _answered;

    /// <param name="url">Whom to ask.</param>
    /// <param name="perSecond">How often.</param>
    /// <param name="read">What of an answer's body is to be counted; throws when the body is wrong.</param>
    public Load(string url, int perSecond, Func<string, string>? read = null)
    {
        var every = TimeSpan.FromSeconds((double)Workers / perSecond);
        _workers = [.. Enumerable.Range(0, Workers).Select(worker => Task.Run(() => AskAsync(url, every, worker % 2 == 0, read ?? (_ => ""))))];
    }

    public int Answered => Volatile.Read(ref _answered);

    /// <summary>What the answers said, and how many said it.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public double PerSecond => Answered / _ran.TotalSeconds;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Ends it, and asserts that each single request was answered with 200.</summary>
    public async Task EndsWithoutFailureAsync(string what)
    {
        await StopAsync();
        Console.WriteLine($"measured: {what}: {Answered} requests, {PerSecond:0} a second, {_failures.Count} failed");
        Assert.True(_failures.IsEmpty, $"{_failures.Count} of {Answered + _failures.Count} requests failed, first:\n{string.Join('\n', _failures.Take(5))}");
        Assert.True(Answered > 0, "not one request was answered");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>Ends it; what was begun is answered or fails.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        if (_ran == TimeSpan.Zero)
            _ran = Stopwatch.GetElapsedTime(_start);
    }

    private async Task AskAsync(string url, TimeSpan every, bool keepAlive, Func<string, string> read)
    {
        using var timer = new PeriodicTimer(every);
        do
        {
            await AskOnceAsync(url, keepAlive, read);
        }
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private async Task AskOnceAsync(string url, bool keepAlive, Func<string, string> read)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.ConnectionClose = !keepAlive;
            // Not cancelled at the end either: a request that was begun counts.
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                _answers.AddOrUpdate(read(body), 1, (_, count) => count + 1);
                Interlocked.Increment(ref _answered);
            }
            else
            {
                Fail($"{(int)response.StatusCode} {body}");
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or IOException or FormatException or JsonException)
        {
            Fail(problem.ToString());
        }
    }

    private void Fail(string what) => _failures.Enqueue($"after {Stopwatch.GetElapsedTime(_start).TotalSeconds:0.000} s: {what}");
}
