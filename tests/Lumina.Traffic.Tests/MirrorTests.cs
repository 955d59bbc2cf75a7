using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Tests;

public sealed class MirrorTests
{
    [Fact]
    public async Task A_mirror_gets_copies_with_bodies_and_headers_and_its_answers_reach_nobody()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var copies = new Collected<string>();
        await using var old = await Upstream.StartAsync(async context => await context.Response.WriteAsync("old " + await BodyOf(context)));
        await using var young = await Upstream.StartAsync(async context =>
        {
            copies.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Host} {context.Request.Headers["X-Own"]} {context.Request.Headers["X-Lumina-Mirror"]} {await BodyOf(context)}");
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("young");
        });
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2)]);
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Mirror = new MirrorShare(2, 100) });
        using var get = new HttpRequestMessage(HttpMethod.Get, "/a%20b?q=1") { Headers = { { "X-Own", "kept" }, { "Host", "example.test" } } };
        using (var answer = await gateway.Client.SendAsync(get))
            Assert.Equal("old ", await answer.Content.ReadAsStringAsync());
        using (var answer = await gateway.Client.PostAsync("/post", new StringContent("the body")))
            Assert.Equal("old the body", await answer.Content.ReadAsStringAsync());

        var host = $"127.0.0.1:{gateway.Port}";
        Assert.Equal(["GET /a%20b?q=1 example.test kept 1 ", $"POST /post {host}  1 the body"], (await copies.TakeAsync(2)).Order());
        Assert.Equal([(1, 2L, 0L)], gateway.Route.Measure().Revisions.Select(r => (r.Revision, r.Requests, r.Errors)));
    }

    [Fact]
    public async Task As_many_are_copied_as_was_said_and_those_that_the_mirror_answers_itself_are_not()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var (copies, requests) = (new Collected<string>(), new ConcurrentBag<string>());
        await using var old = await Upstream.StartAsync(context => Task.CompletedTask);
        await using var young = await Upstream.StartAsync(context =>
        {
            if (context.Request.Headers.ContainsKey("X-Lumina-Mirror"))
                copies.Add(context.Request.Path);
            else
                requests.Add(context.Request.Path);
            return Task.CompletedTask;
        });
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2)]);
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Mirror = new MirrorShare(2, 10) });
        for (var i = 0; i < 200; i++)
            await gateway.GetAsync();
        Assert.Equal(20, (await copies.TakeAsync(20)).Count);
        gateway.Route.SetTraffic(RunningGateway.Shares((2, 100)) with { Mirror = new MirrorShare(2, 100) });
        for (var i = 0; i < 20; i++)
            await gateway.GetAsync();
        Assert.Equal((20, 20), (copies.Count, requests.Count));
    }

    [Fact]
    public async Task A_mirror_that_hangs_holds_nobody_up_and_what_is_too_much_is_dropped_and_counted()
    {
        await using var gateway = await RunningGateway.StartAsync(new GatewayOptions { MirrorsAtOnce = 3, MirroredBodyAtMost = 10 });
        var (reached, release) = (new Collected<string>(), new TaskCompletionSource());
        await using var old = await Upstream.StartAsync(async context => await context.Response.WriteAsync(await BodyOf(context)));
        await using var young = await Upstream.StartAsync(async context =>
        {
            reached.Add(context.Request.Path);
            await release.Task;
        });
        gateway.Route.SetBackends([old.As("old"), young.As("young", 2)]);
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Mirror = new MirrorShare(2, 100) });
        for (var i = 0; i < 10; i++)
            Assert.Equal("", await gateway.GetAsync());
        await reached.TakeAsync(3);
        Assert.Equal(7, gateway.Route.Measure().CopiesDropped);
        // Larger than the bound, with a length and without.
        using (var answer = await gateway.Client.PostAsync("/", new StringContent("more than ten")))
            Assert.Equal("more than ten", await answer.Content.ReadAsStringAsync());
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("more than ten") };
        chunked.Headers.TransferEncodingChunked = true;
        using (var answer = await gateway.Client.SendAsync(chunked))
            Assert.Equal("more than ten", await answer.Content.ReadAsStringAsync());
        Assert.Equal(9, gateway.Route.Measure().CopiesDropped);

        // A copy counts as in flight: what runs it is not stopped under it.
        var drained = gateway.Route.DrainAsync("young");
        Assert.False(drained.IsCompleted);
        release.SetResult();
        await drained;
    }

    [Fact]
    public async Task A_mirror_that_is_dead_is_nobodys_error()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await using var old = await Upstream.StartAsync(context => context.Response.WriteAsync("old"));
        gateway.Route.SetBackends([old.As("old"), new Backend("dead", 2, RunningGateway.FreePort())]);
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Mirror = new MirrorShare(2, 100) });
        for (var i = 0; i < 20; i++)
            Assert.Equal("old", await gateway.GetAsync());
        gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Mirror = new MirrorShare(3, 100) });
        using var answer = await gateway.SendAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<string> BodyOf(HttpContext context) => new StreamReader(context.Request.Body).ReadToEndAsync();
}
