using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>Rehearsals, on a whole host.</summary>
[Collection(HostTests.Name)]
public sealed class RehearsalTests(RunningHost host)
{
    private static int _plans;

    private readonly string _plan = $"rehearsed-{Interlocked.Increment(ref _plans)}";

    [Fact]
    public async Task It_begins_with_what_runs_and_touches_nothing()
    {
        await host.DeployedAsync(Text("1.0", "simulated"));

        var report = await RehearseAsync(Text("2.0", "simulated"));

        Assert.Equal("succeeded", report.Outcome);
        Assert.InRange(report.Seconds, 7 * 86_400, 7 * 86_400 + 60);
        Assert.Equal(("web", "update", "canary", "1.0", "2.0"), report.Components.Select(c => (c.Name, c.Action, c.Strategy!, c.FromVersion!, c.ToVersion!)).Single());
        var status = Assert.Single(await host.Client.GetStatusAsync(_plan, "development", CancellationToken.None));
        Assert.Equal("1.0", Assert.Single(status.Components).Version);
        Assert.Single(await host.Client.ListDeploymentsAsync(_plan, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_target_that_this_host_has_no_driver_for_is_rehearsed_all_the_same()
    {
        var report = await RehearseAsync(Text("2.0", "kubernetes"), "web: error_rate=20% at step 1");

        Assert.Equal("rolled-back", report.Outcome);
        var noticed = Assert.Single(report.Noticed);
        Assert.InRange(noticed.TrafficBackAt!.Value - noticed.At, 0, 1);
        Assert.Contains("'errors'", noticed.Reason, StringComparison.Ordinal);
        Assert.Contains(report.Notes, note => note.Contains("kubernetes", StringComparison.Ordinal));
        Assert.Contains(report.Entries, entry => entry is { Kind: "traffic-back", Component: "web", NewPercent: 0, OldPercent: 100 });
        Assert.StartsWith("<svg", report.Picture, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web: eror_rate=20%", "'eror_rate' is no fault", "\n  web: eror_rate=20%\n       ^")]
    [InlineData("core: crash", "'core' is no component", "There are: web")]
    public async Task An_injection_that_is_wrong_is_told_with_its_place(string injection, string message, string place)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(() => RehearseAsync(Text("2.0", "simulated"), injection));

        Assert.Equal(ProblemCodes.BadInjection, refused.Problem.Code);
        Assert.Contains(message, refused.Problem.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_errors_is_not_rehearsed()
    {
        var report = await RehearseAsync("plan broken {");

        Assert.Null(report.Outcome);
        Assert.NotEmpty(report.Diagnostics);
        Assert.Empty(report.Entries);
    }

    [Fact]
    public async Task A_request_beyond_its_bounds_is_refused()
    {
        var request = new RehearsalRequest(RunningHost.Submission(Text("2.0", "simulated")), []);
        RehearsalRequest[] wrong =
        [
            request with { Injections = [.. Enumerable.Repeat("web: crash", 51)] }, request with { From = "1" }, request with { StartSeconds = -1 },
            request with { RequestsPerSecond = 1e9 }, request with { Submission = request.Submission with { Directory = "here" } },
        ];
        foreach (var bad in wrong)
        {
            var refused = await Assert.ThrowsAsync<ProblemException>(() => host.Client.RehearseAsync(bad, CancellationToken.None));
            Assert.Equal(ProblemCodes.BadRequest, refused.Problem.Code);
        }
    }

    private Task<RehearsalReport> RehearseAsync(string source, params string[] injections) => host.Client.RehearseAsync(
        new RehearsalRequest(RunningHost.Submission(source), injections) { Picture = true }, CancellationToken.None);

    private string Text(string version, string target) => $$"""
        plan {{_plan}} { version = "{{version}}" }
        environment development { target {{target}} }
        component web {
          image    = "shop/web"
          port     = 8000
          replicas = 2
          strategy canary {
            step 50% for 7d
            check errors { metric = error_rate  max = 1%  every = 10m }
          }
        }
        """;
}
