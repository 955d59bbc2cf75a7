using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

/// <summary>Instances that have something else than is recorded are seen when planning, and replaced.</summary>
[Collection(ClusterTests.Name)]
public sealed class DriftTests(LuminaCluster cluster)
{
    private readonly Scenario _scenario = new(cluster);

    private static readonly ComponentSpec Web = With(Component("web", replicas: 2), "LOG_LEVEL", "info");

    [Fact]
    public async Task What_has_drifted_is_a_restart_with_its_reason_and_a_deployment_repairs_it()
    {
        var other = With(Component("other"), "LOG_LEVEL", "info");
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web, other));
        cluster.Target.InjectDifference(_scenario.Key("web"), 1, "LOG_LEVEL", "debug");
        var instances = (await cluster.Target.ObserveAsync(_scenario.Key("web"), default)).Value!.Revisions.Single().Instances.Select(i => i.Id).Order(StringComparer.Ordinal);

        var planned = await PlanAsync(Web, other);

        var change = planned.Changes!.Changes.Single(c => c.Component == "web");
        Assert.Equal((ChangeAction.Restart, false, true), (change.Action, change.InPlace, change.Anew));
        Assert.Equal(instances.Select(id => new ValueChange("configuration", $"instance {id} has another LOG_LEVEL", "as recorded (version 1)")), change.Values);
        Assert.Equal(1, planned.Changed);
        Assert.Empty(planned.Unread);

        var ended = await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web, other));

        Assert.Equal((DeploymentStatus.Succeeded, 1), (ended.Status, ended.Changed));
        Assert.Equal("2 2", await _scenario.RevisionsOfAsync("web"));
        Assert.Equal(1, (await _scenario.StateOfAsync("web")).Current?.Configuration?.Number);
        Assert.Equal(0, (await PlanAsync(Web, other)).Changed);
    }

    [Fact]
    public async Task Who_changes_it_anyway_is_told_of_the_change_alone()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web));
        cluster.Target.InjectDifference(_scenario.Key("web"), 1, "LOG_LEVEL", "debug");

        var planned = await PlanAsync(With(Component("web", replicas: 2), "LOG_LEVEL", "warn"));

        Assert.Equal([new ValueChange("config LOG_LEVEL", "info", "warn")], Assert.Single(planned.Changes!.Changes).Values);
    }

    [Fact]
    public async Task What_is_not_answered_is_unknown_and_stays_as_it_is()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web));
        cluster.Target.InjectDifference(_scenario.Key("web"), 1, "LOG_LEVEL", "debug");
        cluster.Target.Answer(_scenario.Key("web"), verb => verb == "read-back" ? TargetAnswer.Unavailable("it is busy") : null);

        var planned = await PlanAsync(Web);

        Assert.Equal(0, planned.Changed);
        Assert.Equal([new UnreadConfiguration("web", "it is busy")], planned.Unread);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_says_why()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web));
        cluster.Target.Answer(_scenario.Key("web"), verb => verb == "observe-all" ? TargetAnswer.Unavailable("its agent is of an older version: end it") : null);

        var planned = await PlanAsync(Web);

        Assert.Equal(PlanningFault.TargetUnavailable, planned.Fault);
        Assert.EndsWith("does not answer: its agent is of an older version: end it", planned.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_repairs_nothing_else()
    {
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web, Component("other")));
        await _scenario.EndOfAsync(await _scenario.ApplyAsync(Web, Component("other", "2")));
        cluster.Target.InjectDifference(_scenario.Key("web"), 1, "LOG_LEVEL", "debug");

        var planned = await cluster.Planner.PlanAsync(new DeploymentIntent { Kind = DeploymentKind.Rollback, Plan = _scenario.Plan, Environment = Scenario.Environment });

        Assert.Equal(["other"], planned.Changes!.Changes.Where(c => c.Action != ChangeAction.Unchanged).Select(c => c.Component));
    }

    private static ComponentSpec With(ComponentSpec component, string name, string value) =>
        component with { Config = component.Config.Add(name, value) };

    private async Task<PlannedChanges> PlanAsync(params ComponentSpec[] components) =>
        await cluster.Planner.PlanAsync(await _scenario.IntentAsync(components));
}
