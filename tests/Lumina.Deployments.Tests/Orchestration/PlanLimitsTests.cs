using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Tests.Orchestration;

public sealed class PlanLimitsTests
{
    private static readonly TargetSpec Target = new() { Kind = "simulated" };

    private static readonly Plan Plain = new()
    {
        Name = "p",
        Environment = new EnvironmentSpec { Name = "e", Target = Target },
        Components = [new ComponentSpec { Name = "web", Target = Target, Command = ["run"] }],
    };

    private static readonly FreezeSpec Weekend = new() { From = new WeekTime(DayOfWeek.Friday, new TimeOnly(18, 0)), To = new WeekTime(DayOfWeek.Monday, new TimeOnly(6, 0)) };

    public static TheoryData<PlanLimit, Func<ComponentSpec, ComponentSpec>> OfComponents => new()
    {
        { PlanLimit.Scale, c => c with { Scale = new ScaleSpec { Min = 1, Max = 2 } } },
        { PlanLimit.Resources, c => c with { Resources = new ResourcesSpec { Memory = 1 << 30 } } },
        { PlanLimit.KeepPrevious, c => c with { Rollback = new RollbackSpec { KeepPrevious = TimeSpan.FromMinutes(1) } } },
        { PlanLimit.KeepPrevious, c => c with { Strategy = new RecreateSpec(), Rollback = new RollbackSpec { KeepPrevious = TimeSpan.FromMinutes(1) } } },
    };

    public static TheoryData<PlanLimit, Func<EnvironmentSpec, EnvironmentSpec>> OfEnvironments => new()
    {
        { PlanLimit.Soak, e => e with { After = "a", Soak = TimeSpan.FromHours(1) } },
        { PlanLimit.TimeZone, e => e with { Freezes = [Weekend with { TimeZone = "Nowhere/At_All" }] } },
    };

    [Fact]
    public void A_rolling_update_with_all_its_defaults_is_within_the_limits() => Assert.Empty(PlanLimits.Find(Plain));

    [Fact]
    public void Pipelines_are_nothing_that_a_deployment_has_to_do() => Assert.Empty(PlanLimits.Find(Plain with { Pipelines = [new PipelineSpec { Name = "release", Stages = [] }] }));

    [Theory]
    [MemberData(nameof(OfComponents), DisableDiscoveryEnumeration = true)]
    public void What_a_component_says_beyond_them_is_found(PlanLimit limit, Func<ComponentSpec, ComponentSpec> edit) =>
        Assert.Equal([new BeyondLimit(limit, "web")], PlanLimits.Find(Plain with { Components = [edit(Plain.Components[0])] }));

    public static TheoryData<Func<ComponentSpec, ComponentSpec>> Within => new()
    {
        c => c with { Strategy = new RecreateSpec() },
        c => c with { Strategy = new BlueGreenSpec(), Rollback = new RollbackSpec { KeepPrevious = TimeSpan.FromMinutes(1) } },
        c => c with { Strategy = new CanarySpec { Steps = [new CanaryStep { Weight = 5 }] }, Rollback = new RollbackSpec { KeepPrevious = TimeSpan.FromMinutes(1) } },
        c => c with { Rollback = new RollbackSpec { Scope = RollbackScope.Component } },
    };

    [Theory]
    [MemberData(nameof(Within), DisableDiscoveryEnumeration = true)]
    public void What_can_be_carried_out_is_not(Func<ComponentSpec, ComponentSpec> edit) =>
        Assert.Empty(PlanLimits.Find(Plain with { Components = [edit(Plain.Components[0])] }));

    [Theory]
    [MemberData(nameof(OfEnvironments), DisableDiscoveryEnumeration = true)]
    public void What_an_environment_says_beyond_them_is_found(PlanLimit limit, Func<EnvironmentSpec, EnvironmentSpec> edit) =>
        Assert.Equal([new BeyondLimit(limit, "e")], PlanLimits.Find(Plain with { Environment = edit(Plain.Environment) }));

    [Fact]
    public void A_freeze_is_kept() => Assert.Empty(PlanLimits.Find(Plain with { Environment = Plain.Environment with { Freezes = [Weekend] } }));

    [Fact]
    public void Infrastructure_is_found()
    {
        var plan = Plain with { Infrastructure = [new InfrastructureSpec { Name = "network", Terraform = new TerraformSpec { Directory = "infra" } }] };
        Assert.Equal([new BeyondLimit(PlanLimit.Infrastructure, "network")], PlanLimits.Find(plan));
        Assert.Equal("the infrastructure of 'network'", PlanLimits.Find(plan)[0].ToString());
    }
}
