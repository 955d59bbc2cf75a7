using System.Net;
using Microsoft.AspNetCore.Http;

namespace Lumina.Traffic.Tests;

public sealed class ChoosingTests : IAsyncLifetime
{
    private RunningGateway _gateway = null!; // Set before each test
    private Upstream _old = null!; // Set before each test
    private Upstream _young = null!; // Set before each test

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _old = await Upstream.StartAsync(context => context.Response.WriteAsync("old"));
        _young = await Upstream.StartAsync(context => context.Response.WriteAsync("young"));
        _gateway.Route.SetBackends([_old.As("old"), _young.As("young", 2)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _old.DisposeAsync();
        await _young.DisposeAsync();
    }

    [Theory]
    [InlineData(99.5, 0.5)]
    [InlineData(95, 5)]
    [InlineData(67, 33)]
    [InlineData(50, 50)]
    public void Of_ten_thousand_requests_every_share_is_within_one_percent(double old, double young)
    {
        var balancer = _gateway.Route.Balancer;
        _gateway.Share((1, (int)(old * 10)), (2, (int)(young * 10)));
        var chosen = Enumerable.Range(0, 10_000).Select(_ =>
        {
            var destination = balancer.TryAcquire([], out var _)!;
            balancer.Release(destination);
            return destination.Backend.Revision;
        }).ToList();
        Assert.InRange(chosen.Count(revision => revision == 2), (young * 100) - 1, (young * 100) + 1);
    }

    [Fact]
    public async Task Who_asks_by_a_header_or_a_cookie_gets_the_revision_and_the_first_that_fits_counts()
    {
        _gateway.Route.SetTraffic(RunningGateway.Shares((1, 100), (2, 0)) with
        {
            Chosen = [new("x-old", null, null, 1), new("X-Canary", null, "yes", 2), new(null, "beta", null, 2), new(null, "who", "me", 2)],
        });
        Assert.Equal("old", await _gateway.GetAsync());
        Assert.Equal("young", await _gateway.GetAsync(("x-canary", "yes")));
        Assert.Equal("old", await _gateway.GetAsync(("x-canary", "Yes")));
        Assert.Equal("young", await _gateway.GetAsync(("Cookie", "a=b; beta=anything")));
        Assert.Equal("young", await _gateway.GetAsync(("Cookie", "who=me")));
        Assert.Equal("old", await _gateway.GetAsync(("Cookie", "who=you")));
        Assert.Equal("old", await _gateway.GetAsync(("x-canary", "yes"), ("x-old", "")));
    }

    [Fact]
    public async Task Who_asks_for_a_revision_without_instances_is_answered_by_the_shares()
    {
        _gateway.Route.SetTraffic(RunningGateway.Shares((1, 100)) with { Chosen = [new("x-canary", null, null, 2)] });
        Assert.Equal("young", await _gateway.GetAsync(("x-canary", "1")));
        _gateway.Route.Remove("young");
        Assert.Equal("old", await _gateway.GetAsync(("x-canary", "1")));
    }

    [Fact]
    public async Task A_client_stays_with_its_revision_until_that_has_no_share()
    {
        _gateway.Route.SetTraffic(RunningGateway.Shares((1, 50), (2, 50)) with { Sticky = true });
        var cookies = new Dictionary<string, string>();
        for (var i = 0; i < 4; i++)
        {
            using var answer = await _gateway.SendAsync();
            var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
            Assert.EndsWith("; Path=/; HttpOnly; SameSite=Lax", set, StringComparison.Ordinal);
            Assert.Matches("^lumina-[0-9a-f]{12}=[0-9a-f]{24};", set);
            cookies[await answer.Content.ReadAsStringAsync()] = set.Split(';')[0];
        }

        Assert.Equal(["old", "young"], cookies.Keys.Order());
        for (var i = 0; i < 10; i++)
        {
            foreach (var (revision, cookie) in cookies)
            {
                using var answer = await _gateway.SendAsync(("Cookie", cookie));
                Assert.False(answer.Headers.Contains("Set-Cookie"));
                Assert.Equal(revision, await answer.Content.ReadAsStringAsync());
            }
        }

        _gateway.Route.SetTraffic(RunningGateway.Shares((1, 100), (2, 0)) with { Sticky = true });
        using var moved = await _gateway.SendAsync(("Cookie", cookies["young"]));
        Assert.Equal("old", await moved.Content.ReadAsStringAsync());
        Assert.Equal(cookies["old"], moved.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    [Fact]
    public async Task A_cookie_that_was_made_up_is_worth_nothing_and_another_gateway_with_the_key_knows_its_own()
    {
        var sticky = RunningGateway.Shares((1, 99), (2, 1)) with { Sticky = true };
        var (route, other, next) = (new GatewayRoute("web", "e/p/web", [1]), new GatewayRoute("web", "e/p/web", [2]), new GatewayRoute("web", "e/p/web", [1]));
        foreach (var each in new[] { route, other, next })
        {
            each.SetBackends([_old.As("old"), _young.As("young", 2)]);
            each.SetTraffic(sticky);
        }

        var context = new DefaultHttpContext();
        var set = new Choosing.StickyCookie("e/p/web", [1]).SetFor(2).Split(';')[0];
        context.Request.Headers.Cookie = set;
        Assert.Equal(2, route.Rules.For(context.Request).Revision);
        Assert.Equal(2, next.Rules.For(context.Request).Revision);
        Assert.Null(other.Rules.For(context.Request).Revision);
        context.Request.Headers.Cookie = set.Split('=')[0] + "=2";
        Assert.Null(route.Rules.For(context.Request).Revision);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_preview_reaches_its_revision_only_and_is_gone_when_closed()
    {
        _gateway.Share((1, 100), (2, 0));
        var port = _gateway.Gateway.ListenForPreview(_gateway.Route, 2);
        var address = $"http://127.0.0.1:{port}/";
        for (var i = 0; i < 3; i++)
            Assert.Equal("young", await _gateway.Client.GetStringAsync(address));
        _gateway.Route.Remove("young");
        using (var answer = await _gateway.Client.GetAsync(address))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("old", await _gateway.GetAsync());
        // What was looked at was not traffic.
        Assert.Equal([(1, 1L)], _gateway.Route.Measure().Revisions.Select(r => (r.Revision, r.Requests)));
        _gateway.Gateway.Close(port);
        await Assert.ThrowsAsync<HttpRequestException>(() => _gateway.Client.GetStringAsync(address));
    }
}
