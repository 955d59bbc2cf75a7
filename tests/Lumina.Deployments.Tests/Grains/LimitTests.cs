using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using static Lumina.Deployments.Tests.Grains.Scenario;

namespace Lumina.Deployments.Tests.Grains;

[Collection(ClusterTests.Name)]
public sealed class LimitTests(LuminaCluster cluster)
{
    private readonly Scenario _scenario = new(cluster);

    [Fact]
    public async Task A_plan_with_something_that_cannot_be_carried_out_is_not_started()
    {
        var component = Component("a") with { Scale = new ScaleSpec { Min = 1, Max = 2, Cpu = 70 } };
        var plan = new Plan
        {
            Name = _scenario.Plan,
            Environment = new EnvironmentSpec { Name = Scenario.Environment, Target = component.Target },
            Components = [component],
        };

        var planned = await cluster.Planner.PlanAsync(new DeploymentIntent
        {
            Kind = DeploymentKind.Apply,
            Plan = plan.Name,
            Environment = plan.Environment.Name,
            PlanDigest = await cluster.Documents.PutAsync("plan", PlanJson.Write(plan)),
            Directory = "/",
        });

        Assert.Equal((PlanningFault.BeyondLimits, null), (planned.Fault, planned.Changes));
        Assert.Contains("the scale of 'a'", planned.Reason, StringComparison.Ordinal);
    }
}
