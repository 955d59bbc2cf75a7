using Lumina.Api;

namespace Lumina.Host.Tests;

/// <summary>Steps that wait, over the wire.</summary>
[Collection(HostTests.Name)]
public sealed class StepTests(RunningHost host)
{
    private readonly string _plan = "p" + Ulid.NewUlid().ToString().ToLowerInvariant();

    [Fact]
    public async Task A_gate_is_told_and_opened_over_the_wire()
    {
        await host.DeployedAsync(Text("run"));
        var id = (await host.DeployAsync(Text("run2"))).Deployment;
        await SaidAsync(id, "a: waits for a promotion (lumina promote)");
        Assert.Equal("promotion", Assert.Single((await host.Client.GetDeploymentAsync(id, default)).Components).WaitsFor);
        Assert.Equal("waits for a promotion: lumina promote", Assert.Single(Assert.Single(await host.Client.GetStatusAsync(_plan, null, default)).Components).Note);

        var wrong = await Assert.ThrowsAsync<ProblemException>(() => host.Client.ControlAsync(id, "skip", By(), default));
        Assert.Equal(ProblemCodes.WrongState, wrong.Problem.Code);
        Assert.Contains("a: It waits for a person", wrong.Problem.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProblemException>(() => host.Client.ControlAsync(id, "promote", By() with { Component = "NO NAME" }, default));
        await host.Client.ControlAsync(id, "promote", By() with { Component = "a", Step = 1 }, default);
        await host.Client.ControlAsync(id, "promote", By() with { Component = "a", Step = 1 }, default);
        await SaidAsync(id, "a: in place; its time begins");
        await host.Client.ControlAsync(id, "promote", By() with { Full = true }, default);

        var ended = await host.EndOfAsync(id);
        Assert.Equal("succeeded", ended.Summary.State);
        Assert.Null(Assert.Single(ended.Components).WaitsFor);
        var said = await MessagesAsync(id);
        Assert.Contains("a: step 1 of 3, 12.5% of the traffic", said);
        Assert.Contains("a: promoted by tester: looks good", said);
        Assert.Contains("a: sent straight to its last step by tester: looks good", said);
        Assert.Contains("a: step 3 of 3, 100% of the traffic", said);
    }

    [Fact]
    public async Task What_stands_by_is_told_and_counts_as_nothing_that_serves()
    {
        var strategy = "strategy blue-green\n  rollback { keep_previous = 10m }";
        await host.DeployedAsync(Text("run", strategy));
        await host.DeployedAsync(Text("run2", strategy));

        var component = Assert.Single(Assert.Single(await host.Client.GetStatusAsync(_plan, null, default)).Components);

        Assert.Equal(("live", 2, 2, 4), (component.State, component.Healthy, component.Desired, component.Instances.Count));
        Assert.StartsWith("revision 1 stands by until ", component.Note, StringComparison.Ordinal);
        Assert.Equal(new TrafficShare(2, 100), Assert.Single(component.Traffic));
    }

    private static ControlRequest By() => new("tester", "looks good");

    private string Text(string command, string strategy = "strategy canary {\n    step 12.5%\n    step 50% for 1h\n  }") => $$"""
        plan {{_plan}} { version = "1" }
        environment development { target simulated }
        component a {
          command  = "{{command}}"
          port     = 8080
          replicas = 2
          {{strategy}}
        }
        """;

    private async Task SaidAsync(string id, string message)
    {
        await foreach (var e in host.Client.ReadEventsAsync(id, 0, follow: true, default))
        {
            if (e.Message == message)
                return;
        }
        Assert.Fail($"It ended without saying '{message}': {string.Join("; ", await MessagesAsync(id))}");
    }

    private async Task<List<string>> MessagesAsync(string id)
    {
        var said = new List<string>();
        await foreach (var e in host.Client.ReadEventsAsync(id, 0, follow: false, default))
            said.Add(e.Message);
        return said;
    }
}
