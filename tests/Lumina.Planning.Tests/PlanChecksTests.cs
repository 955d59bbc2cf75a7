using Lumina.Language.Diagnostics;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests;

public sealed class PlanChecksTests
{
    private static SourceLocation At(string component, string dependency) =>
        new("lumina.deploy", component.Length * 10 + dependency.Length, 1, 1, 1, 1, 2);

    [Fact]
    public void A_cycle_in_all_environments_is_reported_once_where_the_dependency_is_named()
    {
        var plan = Plan(Component("core", "memory"), Component("memory", "core"));

        var diagnostic = Assert.Single(PlanChecks.Check([plan, plan with { Environment = plan.Environment with { Name = "staging" } }], At));

        Assert.Equal("LUM3008", diagnostic.Code);
        Assert.Equal(Severity.Error, diagnostic.Severity);
        Assert.Equal("These components wait for each other: core → memory → core.", diagnostic.Message);
        Assert.Equal(At("core", "memory"), diagnostic.Location);
    }

    [Fact]
    public void A_cycle_in_one_environment_says_in_which()
    {
        var plan = Plan(Component("core"));
        var production = Plan(Component("core", "core")) with { Environment = plan.Environment with { Name = "production" } };

        var diagnostic = Assert.Single(PlanChecks.Check([plan, production], At));

        Assert.Equal("These components wait for each other: core → core (in production).", diagnostic.Message);
    }

    [Fact]
    public void A_plan_without_cycles_is_fine() => Assert.Empty(PlanChecks.Check([Plan(Component("core", "memory"), Component("memory"))], At));
}
