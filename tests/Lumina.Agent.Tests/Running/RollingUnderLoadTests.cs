using System.Collections.Concurrent;
using System.Net;
using Lumina.Deployments.Targets;

namespace Lumina.Agent.Tests.Running;

public sealed class RollingUnderLoadTests : IAsyncDisposable
{
    private readonly RunningAgent _agent = new();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Rolling_two_revisions_and_killing_instances_loses_no_request()
    {
        var port = FreePort.Take();
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 2);
        await _agent.UntilHealthyAsync(1, 2);
        await SplitAsync(1);

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var load = Enumerable.Range(0, 8).Select(_ => LoadAsync(port, answers, stop.Token)).ToList();

        // As a rolling update does it: one more, shift, one less, until none is left of the old.
        await _agent.ScaleAsync(RunningAgent.Service(2, port), 1);
        await _agent.UntilHealthyAsync(2, 1);
        await SplitAsync(1, 2);
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 1);
        await _agent.ScaleAsync(RunningAgent.Service(2, port), 2);
        var seen = await _agent.UntilHealthyAsync(2, 2);
        await SplitAsync(2);
        await _agent.ScaleAsync(RunningAgent.Service(1, port), 0);
        await _agent.UntilAsync(now => RunningAgent.Instances(now, 1).IsEmpty);

        foreach (var instance in RunningAgent.Instances(seen, 2))
        {
            await RunningAgent.KillAsync(instance.ProcessId!.Value);
            await _agent.UntilAsync(now => RunningAgent.Instances(now, 2).Single(other => other.Id == instance.Id).Restarts == 1);
            await _agent.UntilHealthyAsync(2, 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(["200"], answers.Keys);
        Assert.True(answers["200"] > 2000, $"only {answers["200"]} requests");
    }

    private async Task SplitAsync(params int[] revisions) => Assert.Equal(
        TargetAnswer.Done,
        await _agent.Target.SetTrafficAsync(
            _agent.NewOperation(), new TrafficSplit(true, [.. revisions.Select(revision => new RevisionWeight(revision, 0))]), Cancelled.Never));

    private static async Task LoadAsync(int port, ConcurrentDictionary<string, int> answers, CancellationToken stop)
    {
        using var client = new HttpClient();
        while (!stop.IsCancellationRequested)
        {
            string answer;
            try
            {
                using var response = await client.GetAsync($"http://127.0.0.1:{port}/", CancellationToken.None);
                answer = response.StatusCode == HttpStatusCode.OK ? "200" : response.StatusCode + await response.Content.ReadAsStringAsync(CancellationToken.None);
            }
            catch (HttpRequestException e)
            {
                answer = e.ToString();
            }

            answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        }
    }
}
