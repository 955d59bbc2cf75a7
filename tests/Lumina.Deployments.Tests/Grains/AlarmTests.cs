using Lumina.Deployments.Alarms;
using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.StrategyTests;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Alarms from outside over whole deployments on a real silo.</summary>
[Collection(ClusterTests.Name)]
public sealed class AlarmTests(LuminaCluster cluster)
{
    private static readonly StrategySpec Gated = new CanarySpec { Steps = [new CanaryStep { Weight = 10 }] };

    private readonly Scenario _scenario = new(cluster);

    [Fact]
    public async Task An_alarm_of_a_component_takes_its_deployment_back_once()
    {
        var id = await GatedAsync("a");

        Assert.Equal((AlarmReply.TakingBack, id), Of(await HearAsync("a")));
        await HearAsync("a");
        var ended = await _scenario.EndOfAsync(id);
        await HearAsync("a");

        Assert.Equal((DeploymentStatus.RolledBack, "a"), (ended.Status, ended.FailedComponent));
        Assert.Equal("a: The alarm 'Broken' fires.", ended.Reason);
        Assert.Equal(new Failure("The alarm 'Broken' fires.", null, "all of it (from a test)") { By = Notice.Alarm }, (await _scenario.StateOfAsync("a")).Rollout?.Failure);
        Assert.Single(await _scenario.OrderOfAsync(id, RolloutFailed.Name));
        Assert.Single((await StandingAsync()).Standing);
    }

    [Fact]
    public async Task An_alarm_of_the_plan_fails_all_that_is_on_its_way()
    {
        var id = await GatedAsync("a", "b");

        var outcome = await HearAsync(null);

        // The first one that fails turns the deployment back; another that hears of that before it hears of the alarm does not fail by it any more.
        Assert.Equal(AlarmReply.TakingBack, outcome.Reply);
        Assert.NotEmpty(outcome.Components);
        Assert.All(outcome.Components, component => Assert.Contains(component, (string[])["a", "b"]));
        Assert.Equal(DeploymentStatus.RolledBack, (await _scenario.EndOfAsync(id)).Status);
        Assert.Equal(("1 1", "1 1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    [Fact]
    public async Task What_is_live_already_in_a_deployment_that_is_not_through_takes_it_back()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", new BlueGreenSpec()), Service("b", "1", Gated)));
        var id = await _scenario.ApplyAsync(Service("a", "2", new BlueGreenSpec()), Service("b", "2", Gated));
        await _scenario.HappenedAsync(id, RolloutSucceeded.Name, "a");
        await _scenario.HappenedAsync(id, StepHeld.Name, "b");
        AlarmOutcome outcome;
        // That a is live, its deployment hears a moment after it is so.
        do
            outcome = await HearAsync("a");
        while (outcome.Reply != AlarmReply.TakingBack);

        var ended = await _scenario.EndOfAsync(id);

        Assert.Equal((DeploymentStatus.RolledBack, "a", "a: The alarm 'Broken' fires: all of it (from a test)."), (ended.Status, ended.FailedComponent, ended.Reason));
        Assert.Equal(("1 1", "1 1"), (await _scenario.RevisionsOfAsync("a"), await _scenario.RevisionsOfAsync("b")));
    }

    [Fact]
    public async Task Without_anything_on_its_way_it_is_recorded_and_tells_what_stands_by()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "1")));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Kept("a", "2")));

        var outcome = await HearAsync("a");

        Assert.Equal((AlarmReply.Recorded, "a"), (outcome.Reply, outcome.KeptBy));
        Assert.NotNull(outcome.KeptUntil);
        Assert.Equal("1 1 2 2", await _scenario.RevisionsOfAsync("a"));
        Assert.Equal("Broken", Assert.Single((await StandingAsync()).Standing).Name);
        Assert.Equal(AlarmReply.Resolved, (await HearAsync("a", firing: false)).Reply);
        Assert.Empty((await StandingAsync()).Standing);
    }

    [Fact]
    public async Task One_that_stands_since_before_fails_nothing_until_it_is_resolved_and_fires_again()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Service("a", "1", Gated)));
        await HearAsync("a");
        var id = await _scenario.ApplyAsync(Service("a", "2", Gated));
        await _scenario.HappenedAsync(id, StepHeld.Name, "a");

        Assert.Equal((AlarmReply.Older, id), Of(await HearAsync("a")));
        await HearAsync("a", firing: false);
        Assert.Equal((AlarmReply.TakingBack, id), Of(await HearAsync("a")));

        Assert.Equal(DeploymentStatus.RolledBack, (await _scenario.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task Of_what_nothing_is_known_nothing_is_recorded()
    {
        Assert.Equal(AlarmReply.Unknown, (await HearAsync("nobody")).Reply);
        Assert.Equal(AlarmReply.Unknown, (await HearAsync(null)).Reply);
        Assert.Equal(0, (await cluster.Journal.ReadHeadAsync(Streams.AlarmsOf(Scenario.Environment, _scenario.Plan))).Sequence);
    }

    private static (AlarmReply, string?) Of(AlarmOutcome outcome) => (outcome.Reply, outcome.Deployment);

    private Task<AlarmOutcome> HearAsync(string? component, bool firing = true) =>
        cluster.Grains.GetGrain<IAlarmGrain>(Streams.AlarmsOf(Scenario.Environment, _scenario.Plan)).HearAsync(new AlarmOrder("Broken", component, firing, "all of it", "a test", null));

    private async Task<AlarmState> StandingAsync() =>
        DeploymentStreams.ReadAlarms(await cluster.Journal.ReadHeadAsync(Streams.AlarmsOf(Scenario.Environment, _scenario.Plan)));

    /// <summary>A second version of each, at its gate.</summary>
    private async Task<string> GatedAsync(params string[] names)
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync([.. names.Select(n => Service(n, "1", Gated))]));
        var id = await _scenario.ApplyAsync([.. names.Select(n => Service(n, "2", Gated))]);
        foreach (var name in names)
            await _scenario.HappenedAsync(id, StepHeld.Name, name);
        return id;
    }
}
