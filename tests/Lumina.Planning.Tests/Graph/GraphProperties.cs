using System.Collections.Immutable;
using CsCheck;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Graph;

public sealed class GraphProperties
{
    private static readonly Gen<Plan> Plans =
        from count in Gen.Int[0, 30]
        from names in Gen.Shuffle(Enumerable.Range(0, count).Select(i => $"c{i:00}").ToArray())
        from edges in Gen.Select(Gen.Int[0, 29], Gen.Int[0, 29]).Array[0, 60]
        select PlanOf(names, edges);

    // What runs: some of it as planned, some older, some that the plan does not have.
    private static readonly Gen<(Plan Plan, RunningComponent[] Running)> Worlds =
        from plan in Plans
        from older in Plans
        from keep in Gen.Bool.Array[30]
        select (plan, older.Components
            .Select((spec, i) => keep[i] ? spec : spec with { Version = "1.3.0" })
            .Select(spec => Running(spec)).ToArray());

    [Fact]
    public void Every_component_is_in_the_first_layer_after_its_dependencies() => Plans.Sample(plan =>
    {
        var layers = PlanGraph.Of(plan).Layers;
        var layerOf = LayerOf(layers);

        Assert.Equal(plan.Components.Length, layerOf.Count);
        foreach (var spec in plan.Components)
            Assert.Equal(spec.DependsOn.Select(name => layerOf[name]).DefaultIfEmpty(-1).Max() + 1, layerOf[spec.Name]);
    });

    [Fact]
    public void What_a_plan_has_made_is_unchanged_by_it() => Plans.Sample(plan =>
        Assert.All(
            ChangePlanner.Compare(plan, Folder, Applied(plan)).Changes,
            change => Assert.Equal(ChangeAction.Unchanged, change.Action)));

    [Fact]
    public void Changes_run_in_the_first_group_after_those_that_they_wait_for() => Worlds.Sample(world =>
    {
        var set = ChangePlanner.Compare(world.Plan, Folder, world.Running);
        var groupOf = LayerOf(ChangeGraph.Of(set).Groups);

        foreach (var change in set.Changes)
        {
            if (change.Action == ChangeAction.Unchanged) Assert.DoesNotContain(change.Component, groupOf.Keys);
            else Assert.Equal(change.After.Select(name => groupOf.GetValueOrDefault(name, -1)).DefaultIfEmpty(-1).Max() + 1, groupOf[change.Component]);
        }
    });

    [Fact]
    public void Both_directions_of_the_graph_agree() => Worlds.Sample(world =>
    {
        var set = ChangePlanner.Compare(world.Plan, Folder, world.Running);
        var graph = ChangeGraph.Of(set);

        for (var i = 0; i < set.Changes.Length; i++)
        {
            Assert.Equal(set.Changes[i].After, graph.DependenciesOf(i).Select(dependency => set.Changes[dependency].Component));
            Assert.All(graph.DependentsOf(i), dependent => Assert.Contains(i, graph.DependenciesOf(dependent)));
            Assert.All(graph.DependenciesOf(i), dependency => Assert.Contains(i, graph.DependentsOf(dependency)));
        }
    });

    [Fact]
    public void Removal_takes_nothing_away_that_is_still_needed() => Plans.Sample(plan =>
    {
        var set = ChangePlanner.Remove("lumina", "development", Applied(plan));
        var groupOf = LayerOf(ChangeGraph.Of(set).Groups);

        foreach (var spec in plan.Components)
            Assert.All(spec.DependsOn, dependency => Assert.True(groupOf[spec.Name] < groupOf[dependency]));
    });

    [Fact]
    public void Restoring_what_ran_leads_back_to_it() => Worlds.Sample(world =>
    {
        var wanted = world.Plan.Components.ToDictionary(spec => spec.Name, RestorePoint? (_) => null);
        foreach (var component in world.Running) wanted[component.Spec.Name] = new(component.Spec, component.Directory);

        var set = ChangePlanner.Restore("lumina", "development", Applied(world.Plan), wanted);
        var then = set.Changes.Where(change => change.Desired is not null).Select(change => Running(change.Desired!));

        Assert.Equal(
            world.Running.OrderBy(component => component.Spec.Name, StringComparer.Ordinal).Select(component => PlanJson.Digest(component.Spec)),
            then.Select(component => PlanJson.Digest(component.Spec)));
    });

    [Fact]
    public void Digests_depend_on_nothing_but_the_content() => Worlds.Sample(world =>
    {
        var set = ChangePlanner.Compare(world.Plan, Folder, world.Running);
        var again = ChangePlanner.Compare(
            PlanJson.ReadPlan(PlanJson.Write(world.Plan)), Folder, world.Running.Reverse().ToArray());

        Assert.Equal(ChangeSetJson.Digest(set), ChangeSetJson.Digest(again));
        Assert.Equal(ChangeSetJson.Digest(set), ChangeSetJson.Digest(ChangeSetJson.Read(ChangeSetJson.Write(set))));
    });

    [Fact]
    public void A_plan_without_cycles_has_none_and_one_more_edge_makes_one() => Plans.Sample(plan =>
    {
        Assert.Empty(PlanGraph.FindCycles(plan.Components));
        var dependent = plan.Components.FirstOrDefault(spec => !spec.DependsOn.IsEmpty);
        if (dependent is null) return;

        var needed = dependent.DependsOn[0];
        var closed = plan.Components.Select(spec => spec.Name == needed ? spec with { DependsOn = spec.DependsOn.Add(dependent.Name) } : spec).ToList();
        var cycle = Assert.Single(PlanGraph.FindCycles(closed));

        Assert.Equal(new[] { dependent.Name, needed }.Order(StringComparer.Ordinal), cycle.Path);
    });

    private static Plan PlanOf(string[] names, (int, int)[] edges)
    {
        var dependencies = names.ToDictionary(name => name, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var (one, other) in edges)
            if (one < names.Length && other < names.Length && one != other)
                dependencies[names[Math.Max(one, other)]].Add(names[Math.Min(one, other)]);
        return Plan([.. names.Select(name => Component(name, [.. dependencies[name]]))]);
    }

    private static Dictionary<string, int> LayerOf(ImmutableArray<ImmutableArray<string>> layers) =>
        layers.SelectMany((layer, index) => layer.Select(name => (name, index))).ToDictionary(entry => entry.name, entry => entry.index);
}
