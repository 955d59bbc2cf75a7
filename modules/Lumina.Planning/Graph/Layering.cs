using System.Collections.Immutable;
using QuikGraph;

namespace Lumina.Planning.Graph;

/// <summary>Names by layer: each in the first one that comes after everything that it waits for.</summary>
internal static class Layering
{
    /// <exception cref="ArgumentException">Somebody waits for itself in a circle.</exception>
    public static ImmutableArray<ImmutableArray<string>> Of(DependencyGraph graph, Func<int, string> name, Func<int, bool> counts)
    {
        var groups = new List<ImmutableArray<string>.Builder>();
        var layers = LayersOf(graph, counts);
        for (var vertex = 0; vertex < graph.Count; vertex++)
        {
            if (layers[vertex] < 0) continue;
            while (groups.Count <= layers[vertex]) groups.Add(ImmutableArray.CreateBuilder<string>());
            groups[layers[vertex]].Add(name(vertex));
        }

        return [.. groups.Select(group => group.ToImmutable())];
    }

    private static int[] LayersOf(DependencyGraph graph, Func<int, bool> counts)
    {
        try
        {
            return graph.Layers(counts);
        }
        catch (NonAcyclicGraphException circle)
        {
            throw new ArgumentException("The graph has a cycle, so it has no order.", nameof(graph), circle);
        }
    }
}
