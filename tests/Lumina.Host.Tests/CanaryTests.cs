namespace Lumina.Host.Tests;

/// <summary>Canaries whose checks decide, on a whole host.</summary>
[Collection(HostTests.Name)]
public sealed class CanaryTests(RunningHost host)
{
    private static int _plans;

    private readonly string _plan = $"canaries-{Interlocked.Increment(ref _plans)}";

    [Fact]
    public async Task A_canary_that_fails_its_check_is_taken_back_with_what_was_measured()
    {
        await host.DeployedAsync(Text("good", "0%", Check));

        var ended = await host.DeployedAsync(Text("bad", "30%", Check));

        Assert.Equal("rolled-back", ended.Summary.State);
        var web = Assert.Single(ended.Components);
        Assert.Equal("restored", web.Outcome);
        Assert.Contains("The check 'errors' failed: error_rate", web.Reason, StringComparison.Ordinal);
        Assert.Equal("analysis", web.NoticedBy);
        var measured = new List<string>();
        await foreach (var e in host.Client.ReadEventsAsync(ended.Summary.Id, 0, follow: false, default))
        {
            if (e.Type == "measured")
                measured.Add(e.Message);
        }
        Assert.StartsWith("web: measured: errors high, error_rate", measured[^1], StringComparison.Ordinal);
        var status = Assert.Single(await host.Client.GetStatusAsync(_plan, "development", CancellationToken.None));
        Assert.Equal("good", Assert.Single(status.Components).Version);
    }

    [Fact]
    public async Task A_canary_that_passes_its_checks_becomes_what_runs()
    {
        await host.DeployedAsync(Text("first", "0%", Check));

        var ended = await host.DeployedAsync(Text("second", "0%", Check + "\n    check smoke { metric = \"smoke\"  command = [\"echo\", \"0\"]  max = 0.5  every = 1s }"));

        Assert.Equal("succeeded", ended.Summary.State);
        var status = Assert.Single(await host.Client.GetStatusAsync(_plan, "development", CancellationToken.None));
        Assert.Equal("second", Assert.Single(status.Components).Version);
    }

    [Fact]
    public async Task A_check_whose_source_says_no_fails_the_canary()
    {
        await host.DeployedAsync(Text("first", "0%", Check));

        var ended = await host.DeployedAsync(Text("second", "0%", "check smoke { metric = \"smoke\"  command = [\"echo\", \"7\"]  max = 0.5  every = 1s }"));

        Assert.Equal("rolled-back", ended.Summary.State);
        Assert.Contains("The check 'smoke' failed", Assert.Single(ended.Components).Reason, StringComparison.Ordinal);
    }

    private const string Check = "check errors { metric = error_rate  max = 1%  every = 1s }";

    private string Text(string version, string errors, string checks) => $$"""
        plan {{_plan}} { version = "{{version}}" }
        environment development { target simulated }
        component web {
          command  = "run"
          port     = 8000
          replicas = 2
          target simulated { requests = 400  error_rate = {{errors}} }
          strategy canary {
            step 50% for 2s
            {{checks}}
          }
        }
        """;
}
