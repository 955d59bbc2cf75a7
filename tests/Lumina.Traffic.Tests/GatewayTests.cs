using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Traffic.Tests;

public sealed class GatewayTests : IAsyncLifetime
{
    private readonly Gateway _gateway = new(
        new GatewayOptions { WaitForInstance = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly GatewayRoute _route = new("web");
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly int _port = FreePort();

    public async ValueTask InitializeAsync()
    {
        await _gateway.StartAsync(CancellationToken.None);
        _gateway.Listen(_port, _route);
        _client.BaseAddress = new Uri($"http://127.0.0.1:{_port}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_request_reaches_an_instance_as_it_was_sent()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            var request = context.Request;
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.SetCookie = "a=b";
            var body = await new StreamReader(request.Body).ReadToEndAsync();
            await context.Response.WriteAsync(string.Join(
                '|', request.Method, request.Path + request.QueryString, request.Host, request.Headers["X-Forwarded-For"], request.Headers["X-Forwarded-Host"],
                request.Headers["X-Forwarded-Proto"], request.Headers["X-Own"], body));
        });
        _route.Add(upstream.As("a"));
        using var message = new HttpRequestMessage(HttpMethod.Post, "/some/path%20x?q=1") { Content = new StringContent("the body") };
        message.Headers.Add("X-Own", "kept");
        message.Headers.Host = "example.test";
        using var answer = await _client.SendAsync(message);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("a=b", answer.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal("POST|/some/path%20x?q=1|example.test|127.0.0.1|example.test|http|kept|the body", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_dead_instance_is_passed_over_for_any_request_that_it_never_got()
    {
        await using var upstream = await Upstream.StartAsync(async context => await context.Response.WriteAsync(await new StreamReader(context.Request.Body).ReadToEndAsync()));
        _route.SetBackends([new Backend("dead", 1, FreePort()), new Backend("dead too", 1, FreePort()), upstream.As("alive")]);
        for (var i = 0; i < 6; i++)
        {
            using var answer = await _client.PostAsync("/", new StringContent("kept"));
            Assert.Equal("kept", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task An_instance_that_breaks_off_is_replaced_for_a_get_and_not_for_a_post()
    {
        var posts = 0;
        await using var broken = await Upstream.StartAsync(context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
                posts++;
            context.Abort();
            return Task.CompletedTask;
        });
        await using var sound = await Upstream.StartAsync(context => context.Response.WriteAsync("sound"));
        _route.SetBackends([broken.As("broken"), sound.As("sound")]);
        for (var i = 0; i < 4; i++)
            Assert.Equal("sound", await _client.GetStringAsync("/"));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 20 || posts == 0; i++)
        {
            using var answer = await _client.PostAsync("/", new StringContent("once"));
            answers.Add(answer.StatusCode);
        }

        // Which instance a request meets is not promised; that each post was sent once is.
        Assert.Equal(posts, answers.Count(status => status == HttpStatusCode.BadGateway));
    }

    [Fact]
    public async Task Without_an_instance_a_client_is_told_so_and_nothing_else()
    {
        using var answer = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """{"type":"about:blank","title":"No healthy instance","status":503,"detail":"web has no healthy instance right now."}""",
            await answer.Content.ReadAsStringAsync());

        _route.Add(new Backend("dead", 1, FreePort()));
        using var next = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, next.StatusCode);
    }

    [Fact]
    public async Task A_request_waits_for_the_first_instance()
    {
        await using var patient = new Gateway(
            new GatewayOptions { WaitForInstance = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLoggerFactory.Instance);
        await patient.StartAsync(CancellationToken.None);
        var port = FreePort();
        patient.Listen(port, _route);
        var answer = _client.GetStringAsync($"http://127.0.0.1:{port}/");
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsync("here"));
        Assert.False(answer.IsCompleted);
        _route.Add(upstream.As("a"));
        Assert.Equal("here", await answer);
    }

    [Fact]
    public async Task A_drain_lets_requests_end_and_gives_no_new_ones()
    {
        var reached = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var old = await Upstream.StartAsync(async context =>
        {
            reached.SetResult();
            await finish.Task;
            await context.Response.WriteAsync("old");
        });
        await using var young = await Upstream.StartAsync(context => context.Response.WriteAsync("young"));
        _route.Add(old.As("old"));
        var slow = _client.GetStringAsync("/");
        await reached.Task;
        _route.Add(young.As("young"));
        var drained = _route.DrainAsync("old");
        for (var i = 0; i < 5; i++)
            Assert.Equal("young", await _client.GetStringAsync("/"));
        Assert.False(drained.IsCompleted);
        finish.SetResult();
        Assert.Equal("old", await slow);
        await drained;
    }

    [Fact]
    public async Task Web_sockets_pass_and_count_as_in_flight()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        _route.Add(upstream.As("a"));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}/"), CancellationToken.None);
        await client.SendAsync("echo"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var received = await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        Assert.Equal("echo", Encoding.UTF8.GetString(buffer, 0, received.Count));

        var drained = _route.DrainAsync("a");
        Assert.False(drained.IsCompleted);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await drained;
    }

    [Fact]
    public async Task A_body_comes_through_before_it_is_complete()
    {
        var more = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("second");
        });
        _route.Add(upstream.As("a"));
        await using var stream = await _client.GetStreamAsync("/");
        var buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer);
        Assert.Equal("first", Encoding.ASCII.GetString(buffer));
        more.SetResult();
        Assert.Equal("second", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Ports_come_and_go_while_it_runs()
    {
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsync("here"));
        var ports = Enumerable.Range(0, 50).Select(_ => FreePort()).Distinct().ToList();
        foreach (var port in ports)
        {
            var route = new GatewayRoute("web");
            route.Add(upstream.As("a"));
            _gateway.Listen(port, route);
        }

        foreach (var port in ports)
            Assert.Equal("here", await _client.GetStringAsync($"http://127.0.0.1:{port}/"));
        Assert.Throws<SocketException>(() => _gateway.Listen(ports[0], _route));

        foreach (var port in ports)
        {
            _gateway.Close(port);
            await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync($"http://127.0.0.1:{port}/"));
            Gateway.Probe(port);
        }
    }

    // Below those of outgoing connections: what is free must stay free until it is used.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                var port = RandomNumberGenerator.GetInt32(10_000, 20_000);
                Gateway.Probe(port);
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }
}
