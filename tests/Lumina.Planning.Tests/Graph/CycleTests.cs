using Lumina.Planning.Graph;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Graph;

public sealed class CycleTests
{
    [Fact]
    public void A_cycle_is_named_with_its_whole_path()
    {
        var cycles = PlanGraph.FindCycles(
            [Component("web", "core"), Component("core", "memory"), Component("memory", "security"), Component("security", "core")]);

        Assert.Equal("core → memory → security → core", Assert.Single(cycles).ToString());
    }

    [Fact]
    public void A_component_that_depends_on_itself_is_a_cycle() =>
        Assert.Equal("core → core", Assert.Single(PlanGraph.FindCycles([Component("core", "core")])).ToString());

    [Fact]
    public void The_shortest_way_round_is_reported()
    {
        var cycles = PlanGraph.FindCycles(
            [Component("a", "b"), Component("b", "c"), Component("c", "a", "d"), Component("d", "c")]);

        Assert.Equal("c → d → c", Assert.Single(cycles).ToString());
    }

    [Fact]
    public void Separate_cycles_are_reported_one_by_one()
    {
        var cycles = PlanGraph.FindCycles(
            [Component("x", "y"), Component("y", "x"), Component("a", "b"), Component("b", "a", "x"), Component("free", "a")]);

        Assert.Equal(["a → b → a", "x → y → x"], cycles.Select(cycle => cycle.ToString()));
    }

    [Fact]
    public void A_plan_with_a_cycle_has_no_order() =>
        Assert.Throws<ArgumentException>(() => PlanGraph.Of(Plan(Component("a", "b"), Component("b", "a"))));

    [Fact]
    public void A_circle_through_everything_is_found_in_a_large_plan()
    {
        const int count = 100_000;
        var components = Enumerable.Range(0, count)
            .Select(i => Component($"c{i:000000}", $"c{(i + 1) % count:000000}")).ToArray();

        Assert.Equal(count, Assert.Single(PlanGraph.FindCycles(components)).Path.Length);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_has_as_many_layers()
    {
        const int count = 100_000;
        var plan = Plan([.. Enumerable.Range(0, count).Select(i => i == 0 ? Component("c000000") : Component($"c{i:000000}", $"c{i - 1:000000}"))]);

        Assert.Equal(count, PlanGraph.Of(plan).Layers.Length);
    }
}
