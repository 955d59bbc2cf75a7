using System.Net;
using System.Net.WebSockets;
using Lumina.Traffic.Measuring;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Tests;

public sealed class MeasureTests
{
    [Fact]
    public async Task What_is_measured_adds_up_to_what_clients_saw()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var old = await Upstream.StartAsync(context => context.Response.WriteAsync("old"));
        var asked = 0;
        await using var young = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref asked) % 4 == 0 ? 500 : 404;
            return context.Response.WriteAsync("young");
        });
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2)]);
        gateway.Share((1, 80), (2, 20));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var seen = new List<HttpStatusCode>();
            for (var i = 0; i < 250; i++)
            {
                using var answer = await gateway.SendAsync();
                await answer.Content.ReadAsStringAsync();
                seen.Add(answer.StatusCode);
            }

            return seen;
        }));
        var all = answers.SelectMany(seen => seen).ToList();
        // A client has its answer a moment before the gateway has counted it.
        await gateway.Route.DrainAsync("old");
        await gateway.Route.DrainAsync("young");
        var measured = await Eventually(() => gateway.Route.Measure().Revisions, revisions => revisions.Sum(r => r.Requests) == all.Count);
        Assert.Equal([1, 2], measured.Select(r => r.Revision));
        Assert.Equal((all.Count(s => s == HttpStatusCode.OK), 0), (measured[0].Requests, measured[0].Errors));
        Assert.Equal(400, measured[1].Requests);
        Assert.Equal(all.Count(s => s == HttpStatusCode.InternalServerError), measured[1].Errors);
        Assert.All(measured, r => Assert.Equal(r.Requests, r.Latency.Sum()));
        Assert.All(measured, r => Assert.True(r.LatencySum > 0));
    }

    [Fact]
    public async Task An_instance_that_breaks_off_has_an_error_although_another_answers_and_one_that_was_not_reached_has_none()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var old = await Upstream.StartAsync(context => context.Response.WriteAsync("old"));
        await using var young = await Upstream.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2), new Backend("dead", 3, RunningGateway.FreePort())]);
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Chosen = [new("x-young", null, null, 2), new("x-dead", null, null, 3)] });
        Assert.Equal("old", await gateway.GetAsync(("x-young", "1")));
        Assert.Equal("old", await gateway.GetAsync(("x-dead", "1")));
        var measured = await Eventually(() => gateway.Route.Measure().Revisions, revisions => revisions.Sum(r => r.Requests) == 3);
        Assert.Equal([(1, 2L, 0L), (2, 1L, 1L)], measured.Select(r => (r.Revision, r.Requests, r.Errors)));
    }

    [Fact]
    public async Task A_web_socket_is_counted_when_it_ends()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[10], context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        gateway.Route.Add(upstream.As("a"));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Port}/"), CancellationToken.None);
        Assert.Empty(gateway.Route.Measure().Revisions);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        var measured = await Eventually(() => gateway.Route.Measure().Revisions, revisions => revisions.Length == 1);
        Assert.Equal((1L, 0L), (measured[0].Requests, measured[0].Errors));
    }

    [Fact]
    public void Latencies_go_into_the_bucket_whose_bound_they_do_not_pass_and_old_revisions_are_forgotten()
    {
        var counters = new RouteCounters();
        foreach (var milliseconds in new[] { 0, 0.25, 0.26, 1, 200_000 })
            counters.Count(1, TimeSpan.FromMilliseconds(milliseconds), isError: false);
        var latency = counters.Read().Revisions.Single().Latency;
        Assert.Equal(LatencyBounds.Milliseconds.Length + 1, latency.Length);
        Assert.Equal([(0, 2L), (1, 1L), (8, 1L), (77, 1L)], latency.Index().Where(bucket => bucket.Item > 0));

        for (var revision = 2; revision <= 100; revision++)
            counters.Count(revision, TimeSpan.Zero, isError: true);
        var kept = counters.Read().Revisions;
        Assert.Equal((RouteCounters.MostRevisions, 37, 100), (kept.Length, kept[0].Revision, kept[^1].Revision));
    }

    // The answer is at the client before what comes after it is done here.
    private static async Task<T> Eventually<T>(Func<T> look, Func<T, bool> isSo)
    {
        while (true)
        {
            var seen = look();
            if (isSo(seen))
                return seen;
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
