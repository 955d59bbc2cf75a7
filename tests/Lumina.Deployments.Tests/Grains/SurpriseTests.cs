using Lumina.Deployments.Orchestration;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>What the robustness suite found: a silo in trouble of its own answered for its components, and they were taken for broken.</summary>
public sealed class SurpriseTests : IAsyncLifetime
{
    private readonly LuminaCluster _cluster = new();

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_component_that_answers_what_nobody_expected_is_asked_again()
    {
        var scenario = new Scenario(_cluster);
        _cluster.Surprise(orders: 1);

        var ended = await scenario.EndOfAsync(await scenario.ApplyAsync(Component("a")));

        Assert.Equal(DeploymentStatus.Succeeded, ended.Status);
    }
}
