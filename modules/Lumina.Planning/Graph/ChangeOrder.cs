using System.Collections.Immutable;
using Lumina.Planning.Changes;

namespace Lumina.Planning.Graph;

/// <summary>Which change waits for which.</summary>
internal static class ChangeOrder
{
    /// <summary>For each change, in their order, the names of those that it waits for, sorted.</summary>
    public static ImmutableArray<string>[] Of(IReadOnlyList<ComponentChange> changes, IReadOnlyCollection<RunningComponent> running)
    {
        var index = new Dictionary<string, int>(changes.Count, StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++) index.Add(changes[i].Component, i);
        var edges = WaitsOfWhatIsWanted(changes, index).Concat(WaitsOfWhatGoes(changes, index, running));
        var graph = new DependencyGraph(changes.Count, edges.Distinct());
        var kept = WithoutCircles(graph);
        return [.. kept.Select(waits => waits.Select(i => changes[i].Component).ToImmutableArray())];
    }

    // What comes or changes waits for what it needs. Nothing that is wanted waits for something to go: its need for it is gone too.
    private static IEnumerable<(int From, int To)> WaitsOfWhatIsWanted(IReadOnlyList<ComponentChange> changes, Dictionary<string, int> index)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i] is not { Desired: { } desired, Action: not ChangeAction.Unchanged }) continue;
            foreach (var name in desired.DependsOn)
                if (index.TryGetValue(name, out var dependency) && changes[dependency].Action != ChangeAction.Remove)
                    yield return (i, dependency);
        }
    }

    // What goes waits until nobody needs it any more.
    private static IEnumerable<(int From, int To)> WaitsOfWhatGoes(
        IReadOnlyList<ComponentChange> changes, Dictionary<string, int> index, IReadOnlyCollection<RunningComponent> running)
    {
        foreach (var component in running)
        {
            if (!index.TryGetValue(component.Spec.Name, out var dependent)) continue;
            if (changes[dependent].Action == ChangeAction.Unchanged) continue;
            foreach (var name in component.Spec.DependsOn)
                if (index.TryGetValue(name, out var dependency) && changes[dependency].Action == ChangeAction.Remove)
                    yield return (dependency, dependent);
        }
    }

    // Specs that ran at different times may, mixed, wait for each other although no plan ever said so. The edge that closes a
    // circle is dropped, always the same one: such an order is only a preference, and a deployment must never wait for itself.
    private static List<int>[] WithoutCircles(DependencyGraph graph)
    {
        var kept = new List<int>[graph.Count];
        var isOpen = new bool[graph.Count];
        var path = new Stack<(int Vertex, int Next)>();
        for (var root = 0; root < graph.Count; root++)
        {
            if (kept[root] is null) Enter(root);
            while (path.TryPop(out var top))
            {
                var dependencies = graph.DependenciesOf(top.Vertex);
                if (top.Next == dependencies.Count)
                {
                    isOpen[top.Vertex] = false;
                    continue;
                }

                path.Push((top.Vertex, top.Next + 1));
                var dependency = dependencies[top.Next];
                if (isOpen[dependency]) continue;
                kept[top.Vertex].Add(dependency);
                if (kept[dependency] is null) Enter(dependency);
            }
        }

        return kept;

        void Enter(int vertex)
        {
            kept[vertex] = [];
            isOpen[vertex] = true;
            path.Push((vertex, 0));
        }
    }
}
