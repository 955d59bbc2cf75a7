using Lumina.Deployments.Components;
using Lumina.Deployments.Environments;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Tests.Deciding;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>The host dies while people are waited for: all of the waiting is in the record.</summary>
public sealed class ApprovalCrashTests : IAsyncLifetime
{
    private readonly PolicyCluster _fixture = new();
    private readonly Scenario _scenario;

    public ApprovalCrashTests()
    {
        _scenario = new Scenario(_fixture.Cluster);
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Ask("managers", count: 2, expires: TimeSpan.FromHours(4)));
    }

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Between_any_two_words_and_before_its_turn()
    {
        var id = await _scenario.ApplyAsync(Component("a"));
        await _fixture.Cluster.CrashAsync();
        await SayAsync(id, "anna");
        await _fixture.Cluster.CrashAsync();
        await SayAsync(id, "ben");
        await _fixture.Cluster.CrashAsync();

        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.Succeeded, "anna ben"), (ended.Status, string.Join(' ', ended.Approval!.By)));
    }

    [Fact]
    public async Task Nobody_wakes_it_and_its_time_is_over_all_the_same()
    {
        var id = await _scenario.ApplyAsync(Component("a"));
        await _fixture.Cluster.CrashAsync();
        _fixture.Clock.JumpTo(_fixture.Clock.GetUtcNow().AddHours(5));

        Assert.Equal(DeploymentStatus.Expired, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task Between_the_record_and_the_way_to_the_door_it_does_not_keep_others_out()
    {
        var id = await _scenario.ApplyAsync(Component("a", "1"));
        // What a host leaves behind that dies when it is on record that people are waited for, and the door does not know of it.
        await _fixture.Cluster.Grains.GetGrain<IEnvironmentGrain>("env-" + Scenario.Environment).EnterAsync(_scenario.Plan, id, OnConflict.Queue);
        await _fixture.Cluster.CrashAsync();
        _fixture.Policy.Answer(_scenario.Plan, _ => Say.Silence());

        var other = (await _scenario.TryApplyAsync(wait: true, Component("a", "2"))).Id;

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(other)).Status);
        Assert.Equal(DeploymentStatus.AwaitingApproval, (await _scenario.NowAsync(id)).Status);
    }

    [Fact]
    public async Task Before_a_step_that_people_have_to_agree_to()
    {
        var gated = new CanarySpec { Steps = [new CanaryStep { Weight = 10 }] };
        _fixture.Policy.Answer(_scenario.Plan, request => request.Step is not null ? Say.Ask("managers") : Say.Silence());
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(StrategyTests.Service("a", "1", gated)));
        var id = await _scenario.ApplyAsync(StrategyTests.Service("a", "2", gated));
        await _scenario.HeldAsync("a", 1);
        await _fixture.Cluster.Grains.GetGrain<IDeploymentGrain>(id).PromoteAsync(StrategyTests.Told());
        await _scenario.HappenedAsync(id, StepApprovalWanted.Name, "a");
        await _fixture.Cluster.CrashAsync();

        Assert.Equal(ControlReply.Done, (await SayAsync(id, "ben")).Reply);

        Assert.Equal(DeploymentStatus.Succeeded, (await _scenario.EndOfAsync(id)).Status);
    }

    private Task<ControlAnswer> SayAsync(string id, string actor) =>
        _fixture.Cluster.Grains.GetGrain<IDeploymentGrain>(id).DecideAsync(new ApprovalCommand(true, null, actor, null));
}
