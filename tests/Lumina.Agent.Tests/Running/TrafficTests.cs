using System.Net;
using System.Text.Json.Nodes;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;

namespace Lumina.Agent.Tests.Running;

public sealed class TrafficTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();
    private readonly int _port = FreePort.Take();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Chosen_users_a_preview_and_numbers_also_from_a_successor()
    {
        await _agent.ScaleAsync(RunningAgent.Service(1, _port), 1);
        await _agent.ScaleAsync(RunningAgent.Service(2, _port), 1);
        await _agent.UntilHealthyAsync(1, 1);
        var young = RunningAgent.Instances(await _agent.UntilHealthyAsync(2, 1), 2).Single().Id;
        var split = new TrafficSplit(false, [new RevisionWeight(1, 100)])
        {
            Matches = [new TrafficMatch("x-canary", null, "yes", 2)],
            Mirror = new TrafficMirror(2, 100),
            Sticky = true,
            Preview = 2,
        };
        Assert.Equal(TargetAnswer.Done, await _agent.Target.SetTrafficAsync(_agent.NewOperation(), split, Cancelled.Never));
        var seen = await _agent.ObserveAsync();
        Assert.Equal((true, 2, new TrafficMirror(2, 100)), (seen.Traffic!.Sticky, seen.Traffic.Preview, seen.Traffic.Mirror));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        Assert.Equal(young, await client.GetStringAsync(seen.PreviewEndpoint));
        Assert.Equal(young, await AskAsync(client, canary: true));
        for (var i = 0; i < 3; i++)
            Assert.NotEqual(young, await AskAsync(client, canary: false));

        TrafficMetrics? metrics = null;
        await Eventually.Async(async () => Sum(metrics = await MeasureAsync()) == 4, () => metrics?.ToString() ?? "nothing");
        Assert.Equal([(1, 3L, 0L), (2, 1L, 0L)], metrics!.Revisions.Select(r => (r.Revision, r.Requests, r.Errors)));
        Assert.All(metrics.Revisions, r => Assert.Equal((LatencyBuckets.Bounds.Length + 1, r.Requests), (r.Latency.Length, r.Latency.Sum())));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}/");
        using var answer = await client.SendAsync(request);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        await _agent.KillAsync();
        await _agent.UntilHealthyAsync(2, 1);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}/") { Headers = { { "Cookie", cookie } } };
        using var known = await client.SendAsync(again);
        Assert.False(known.Headers.Contains("Set-Cookie"));
        seen = await _agent.ObserveAsync();
        Assert.Equal(young, await client.GetStringAsync(seen.PreviewEndpoint));
        Assert.Equal(young, await AskAsync(client, canary: true));
        Assert.NotEqual(metrics.Epoch, (await MeasureAsync()).Epoch);

        await _agent.Target.SetTrafficAsync(_agent.NewOperation(), new TrafficSplit(false, [new RevisionWeight(2, 100)]), Cancelled.Never);
        Assert.Null((await _agent.ObserveAsync()).PreviewEndpoint);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(seen.PreviewEndpoint));
    }

    [Fact]
    public async Task A_state_of_an_older_agent_has_no_matches_and_a_split_that_makes_no_sense_is_refused()
    {
        await _agent.ScaleAsync(RunningAgent.Service(1, _port), 1);
        await _agent.UntilHealthyAsync(1, 1);
        await _agent.Target.SetTrafficAsync(_agent.NewOperation(), new TrafficSplit(false, [new RevisionWeight(1, 100)]), Cancelled.Never);
        await _agent.KillAsync();
        var path = Path.Combine(_agent.ComponentFolder, "state.json");
        var state = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        foreach (var part in new[] { "matches", "mirror", "sticky", "preview" })
            state["traffic"]!.AsObject().Remove(part);
        await File.WriteAllTextAsync(path, state.ToJsonString());
        var seen = await _agent.UntilHealthyAsync(1, 1);
        Assert.Equal((false, 0, false), (seen.Traffic!.Matches.IsDefault, seen.Traffic.Matches.Length, seen.Traffic.Sticky));

        var all = new TrafficSplit(false, [new RevisionWeight(1, 100)]);
        await RefusedAsync(all with { Matches = [new TrafficMatch(null, null, "x", 1)] }, "a header or a cookie");
        await RefusedAsync(all with { Matches = [new TrafficMatch("a", "b", null, 1)] }, "and not both");
        await RefusedAsync(all with { Mirror = new TrafficMirror(1, 0) }, "1 to 100 percent");
    }

    [Fact]
    public async Task A_canary_in_the_state_of_an_older_agent_takes_commands_though_it_says_nothing_of_chosen_users()
    {
        var revision = RunningAgent.Shell(1, "sleep 1000");
        revision = revision with { Spec = revision.Spec with { Strategy = new CanarySpec { Steps = [new CanaryStep { Weight = 5 }] } } };
        await _agent.ScaleAsync(revision, 1);
        await _agent.UntilHealthyAsync(1, 1);
        await _agent.KillAsync();
        var path = Path.Combine(_agent.ComponentFolder, "state.json");
        var state = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var strategy = state["revisions"]![0]!["revision"]!["spec"]!["strategy"]!.AsObject();
        Assert.True(strategy.Remove("matches") && strategy.Remove("checks"));
        await File.WriteAllTextAsync(path, state.ToJsonString());
        Assert.Equal(
            TargetAnswer.Done,
            await _agent.Target.SetTrafficAsync(_agent.NewOperation(), new TrafficSplit(false, [new RevisionWeight(1, 100)]), Cancelled.Never));
        await _agent.UntilHealthyAsync(1, 1);
    }

    [Fact]
    public async Task Of_a_component_that_there_is_not_nothing_was_measured()
    {
        await _agent.Launcher.EnsureAsync(Cancelled.Never);
        Assert.Empty((await MeasureAsync()).Revisions);
        Assert.Equal((true, true), (_agent.Target.Capabilities.RoutesRequests, _agent.Target.Capabilities.MeasuresTraffic));
        Assert.Equal(LatencyBuckets.Bounds, Traffic.Measuring.LatencyBounds.Milliseconds);
    }

    private async Task RefusedAsync(TrafficSplit split, string reason)
    {
        var answer = await _agent.Target.SetTrafficAsync(_agent.NewOperation(), split, Cancelled.Never);
        Assert.Equal(TargetOutcome.Failed, answer.Outcome);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    private async Task<TrafficMetrics> MeasureAsync()
    {
        var answer = await _agent.Target.ReadMetricsAsync(_agent.Key, Cancelled.Never);
        Assert.Equal(TargetOutcome.Done, answer.Outcome);
        return answer.Value!; // Done
    }

    private static long Sum(TrafficMetrics metrics) => metrics.Revisions.Sum(r => r.Requests);

    private async Task<string> AskAsync(HttpClient client, bool canary)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}/");
        if (canary)
            request.Headers.Add("x-canary", "yes");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
