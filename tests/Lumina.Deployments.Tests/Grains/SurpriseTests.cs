using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
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

    [Fact]
    public async Task One_whose_turn_comes_while_the_target_is_away_waits_for_it()
    {
        var scenario = new Scenario(_cluster);
        await scenario.EndOfAsync(await scenario.ApplyAsync(Component("a")));
        var older = await scenario.ApplyAsync(Component("a", "2", options: ["start=1m"]));
        var (newer, _) = await scenario.TryApplyAsync(wait: true, Component("a", "3"));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Target.Answer(scenario.Key("a"), verb =>
        {
            if (verb != "observe-all")
                return null;
            asked.TrySetResult();
            return TargetAnswer.Unavailable("The test has switched it off.");
        });

        await _cluster.Grains.GetGrain<IDeploymentGrain>(older).CancelAsync("tester", null);
        await scenario.EndOfAsync(older);
        await asked.Task;
        _cluster.Target.Heal(scenario.Key("a"));

        Assert.Equal(DeploymentStatus.Succeeded, (await scenario.EndOfAsync(newer)).Status);
    }
}
