using System.Collections.Immutable;
using Lumina.Language.Plans;

namespace Lumina.Planning.Graph;

/// <summary>The order of a whole plan.</summary>
public sealed class PlanGraph
{
    private PlanGraph(ImmutableArray<ImmutableArray<string>> layers) => Layers = layers;

    /// <summary>Names of all components: each in the first layer that comes after everything that it depends on. Sorted inside a layer.</summary>
    public ImmutableArray<ImmutableArray<string>> Layers { get; }

    /// <summary>Names of all components, each after everything that it depends on.</summary>
    public IEnumerable<string> Order => Layers.SelectMany(layer => layer);

    /// <exception cref="ArgumentException">The plan has a cycle; <see cref="FindCycles"/> names it.</exception>
    public static PlanGraph Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(Layering.Of(GraphOf(plan.Components), i => plan.Components[i].Name, _ => true));
    }

    /// <summary>The circles in which components depend on each other: of every knot of components that all reach each other a shortest
    /// one, sorted by their first names. Always the same for the same components. Looking for a shorter circle ends when a
    /// million edges of a knot have been looked at, so that a hostile plan costs no more than a large one.</summary>
    public static ImmutableArray<Cycle> FindCycles(IReadOnlyList<ComponentSpec> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        return
        [
            .. components
                .Where(component => component.DependsOn.Contains(component.Name))
                .Select(component => new Cycle([component.Name]))
                .Concat(CycleSearch.In(GraphOf(components)).Select(cycle => CycleOf(cycle, components)))
                .OrderBy(cycle => cycle.Path[0], StringComparer.Ordinal),
        ];
    }

    private static DependencyGraph GraphOf(IReadOnlyList<ComponentSpec> components)
    {
        var index = new Dictionary<string, int>(components.Count, StringComparer.Ordinal);
        for (var i = 0; i < components.Count; i++) index.TryAdd(components[i].Name, i);
        return new(components.Count, Edges());

        IEnumerable<(int From, int To)> Edges()
        {
            for (var i = 0; i < components.Count; i++)
                foreach (var name in components[i].DependsOn)
                    if (index.TryGetValue(name, out var dependency))
                        yield return (i, dependency);
        }
    }

    private static Cycle CycleOf(IReadOnlyList<int> vertices, IReadOnlyList<ComponentSpec> components)
    {
        var names = vertices.Select(vertex => components[vertex].Name).ToList();
        var first = names.IndexOf(names.Min(StringComparer.Ordinal)!);
        return new([.. names[first..], .. names[..first]]);
    }
}

/// <summary>Components that depend on each other in a circle.</summary>
/// <param name="Path">Each depends on the next one and the last on the first; begins with the name that sorts first.</param>
public sealed record Cycle(ImmutableArray<string> Path)
{
    /// <summary><c>core → memory → core</c>.</summary>
    public override string ToString() => string.Join(" → ", Path) + " → " + Path[0];

    /// <inheritdoc/>
    public bool Equals(Cycle? other) => other is not null && Path.AsSpan().SequenceEqual(other.Path.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);
}
