using Lumina.Deployments.Orchestration;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>The host that began a deployment is not the one that has to keep the freeze.</summary>
public sealed class FreezeCrashTests : IAsyncLifetime
{
    private readonly FridayCluster _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_next_host_keeps_a_freeze_of_which_the_one_before_had_not_seen_anything()
    {
        var scenario = new Scenario(_fixture.Cluster) { Freezes = FreezeTests.Weekend };
        await scenario.EndOfAsync(await scenario.ApplyAsync(FreezeTests.Canary("1")));
        var id = await scenario.ApplyAsync(FreezeTests.Canary("2"));
        await scenario.HeldAsync("a", 1);

        await _fixture.Cluster.CrashAsync();
        var begin = _fixture.ToNextFriday(halfAnHourBefore: false);
        await scenario.HappenedAsync(id, DeploymentFrozen.Name);
        _fixture.Clock.JumpTo(begin.AddHours(60));
        await scenario.HappenedAsync(id, DeploymentThawed.Name);

        Assert.Equal(ControlReply.Done, (await _fixture.Cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(StrategyTests.Told(full: true))).Reply);
        Assert.Equal(DeploymentStatus.Succeeded, (await scenario.EndOfAsync(id)).Status);
    }
}
