using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Tests;

public sealed class SwitchingTests
{
    private const int Switches = 50;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Fifty_switches_under_load_with_drains_lose_nothing(string version)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var blue = await Upstream.StartAsync(context => context.Response.WriteAsync("blue"));
        await using var green = await Upstream.StartAsync(context => context.Response.WriteAsync("green"));
        var backends = new[] { blue.As("blue"), green.As("green", 2) };
        gateway.Route.Add(backends[0]);
        gateway.Share((1, 100));
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var load = Enumerable.Range(0, 8).Select(_ => LoadAsync(gateway.Port, Version.Parse(version), answers, stop.Token)).ToList();
        for (var i = 1; i <= Switches; i++)
        {
            var (to, from) = (backends[i % 2], backends[(i + 1) % 2]);
            gateway.Route.Add(to);
            for (var weight = 25; weight <= 100; weight += 25)
                gateway.Share((from.Revision, 100 - weight), (to.Revision, weight));
            await gateway.Route.DrainAsync(from.Instance);
            await MoreAsync(answers, 20);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(["blue", "green"], answers.Keys.Order());
        Assert.Equal(answers.Values.Sum(), gateway.Route.Measure().Revisions.Sum(r => r.Requests));
        Assert.Equal(0, gateway.Route.Measure().Revisions.Sum(r => r.Errors));
    }

    [Fact]
    public async Task An_instance_that_is_killed_under_load_is_no_error_for_a_get()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var steady = await Upstream.StartAsync(context => context.Response.WriteAsync("steady"));
        gateway.Route.Add(steady.As("steady"));
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var load = Enumerable.Range(0, 4).Select(_ => LoadAsync(gateway.Port, HttpVersion.Version11, answers, stop.Token)).ToList();
        for (var i = 0; i < 10; i++)
        {
            using var dying = new DyingServer();
            gateway.Route.Add(new Backend("dying", 1, dying.Port));
            await dying.Asked;
            dying.Dispose();
            gateway.Route.Remove("dying");
            // A request that is sent again must find the next one alive: three that die under it in turn are its end.
            await MoreAsync(answers, 20);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(["steady"], answers.Keys);
    }

    [Fact]
    public async Task Web_sockets_and_streams_stay_where_they_are_through_changes_of_weights_until_they_are_drained()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var lines = Channel.CreateUnbounded<string>();
        await using var old = await Upstream.StartAsync(async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                await StreamAsync(context, lines.Reader);
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
                await socket.SendAsync(Encoding.UTF8.GetBytes("old " + Encoding.UTF8.GetString(buffer, 0, received.Count)), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var young = await Upstream.StartAsync(context => context.Response.WriteAsync("young"));
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2)]);
        gateway.Share((1, 100));
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Port}/"), CancellationToken.None);
        await lines.Writer.WriteAsync("begun");
        using var message = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{gateway.Port}/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var stream = await gateway.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpVersion.Version20, stream.Version);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("begun", await reader.ReadLineAsync());
        for (var i = 0; i < 20; i++)
        {
            gateway.Share((1, 100 - (i * 5)), (2, i * 5));
            Assert.Equal($"old {i}", await AskAsync(socket, i));
            await lines.Writer.WriteAsync($"line {i}");
            Assert.Equal($"line {i}", await reader.ReadLineAsync());
        }

        gateway.Share((2, 100));
        var drained = gateway.Route.DrainAsync("old");
        Assert.Equal("young", await gateway.GetAsync());
        Assert.Equal("old last", await AskAsync(socket, "last"));
        lines.Writer.Complete();
        Assert.Null(await reader.ReadLineAsync());
        Assert.False(drained.IsCompleted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await drained;
    }

    private static async Task StreamAsync(HttpContext context, ChannelReader<string> lines)
    {
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        await foreach (var line in lines.ReadAllAsync())
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task MoreAsync(ConcurrentDictionary<string, int> answers, int count)
    {
        var before = answers.Values.Sum();
        while (answers.Values.Sum() < before + count)
            await Task.Yield();
    }

    private static async Task<string> AskAsync(ClientWebSocket socket, object what)
    {
        var buffer = new byte[100];
        await socket.SendAsync(Encoding.UTF8.GetBytes($"{what}"), WebSocketMessageType.Text, true, CancellationToken.None);
        var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task LoadAsync(int port, Version version, ConcurrentDictionary<string, int> answers, CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        while (!stop.IsCancellationRequested)
        {
            string answer;
            try
            {
                answer = await client.GetStringAsync($"http://127.0.0.1:{port}/", CancellationToken.None);
            }
            catch (HttpRequestException e)
            {
                answer = e.ToString();
            }

            answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        }
    }

    /// <summary>A server that takes requests and never answers, until it dies.</summary>
    private sealed class DyingServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentBag<Socket> _taken = [];
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isDead;

        public DyingServer()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = TakeAsync();
        }

        public int Port { get; }

        public Task Asked => _asked.Task;

        public void Dispose()
        {
            _isDead = true;
            _listener.Dispose();
            foreach (var socket in _taken)
                socket.Close(0);
        }

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptSocketAsync();
                    _taken.Add(socket);
                    if (_isDead)
                        socket.Close(0);
                    else if (await socket.ReceiveAsync(new byte[1000]) > 0)
                        _asked.TrySetResult();
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
