using QuikGraph;
using QuikGraph.Algorithms;
using QuikGraph.Algorithms.TopologicalSort;

namespace Lumina.Planning.Graph;

/// <summary>Who waits for whom, by index. Both directions lie in flat arrays, so that a graph of 100,000 components stays small.</summary>
internal sealed class DependencyGraph
{
    private readonly Adjacency _dependencies;
    private readonly Adjacency _dependents;

    /// <param name="count">Number of vertices.</param>
    /// <param name="edges">From the one that waits to the one that it waits for. Edges to itself are left out.</param>
    public DependencyGraph(int count, IEnumerable<(int From, int To)> edges)
    {
        var list = edges.Where(edge => edge.From != edge.To).ToArray();
        Count = count;
        _dependencies = new(count, list, edge => edge.From, edge => edge.To);
        _dependents = new(count, list, edge => edge.To, edge => edge.From);
    }

    public int Count { get; }

    public ArraySegment<int> DependenciesOf(int vertex) => _dependencies.Of(vertex);

    public ArraySegment<int> DependentsOf(int vertex) => _dependents.Of(vertex);

    /// <summary>Strongly connected components: a number for every vertex.</summary>
    public IDictionary<int, int> FindKnots()
    {
        var knots = new Dictionary<int, int>(Count);
        ToQuikGraph().StronglyConnectedComponents(knots);
        return knots;
    }

    /// <summary>Vertices in an order in which each comes after those that it waits for.</summary>
    /// <exception cref="NonAcyclicGraphException">Somebody waits for itself in a circle.</exception>
    public int[] Order()
    {
        var sort = new TopologicalSortAlgorithm<int, SEdge<int>>(ToQuikGraph(), Count);
        sort.Compute();
        var order = sort.SortedVertices.ToArray();
        Array.Reverse(order);
        return order;
    }

    /// <summary>For every vertex the length of the longest chain that it waits for, among vertices for which <paramref name="counts"/>
    /// holds; -1 for the others.</summary>
    public int[] Layers(Func<int, bool> counts)
    {
        var layers = new int[Count];
        foreach (var vertex in Order())
        {
            layers[vertex] = -1;
            if (!counts(vertex)) continue;
            var above = -1;
            foreach (var dependency in DependenciesOf(vertex))
                above = Math.Max(above, layers[dependency]);
            layers[vertex] = above + 1;
        }

        return layers;
    }

    private AdjacencyGraph<int, SEdge<int>> ToQuikGraph()
    {
        var graph = new AdjacencyGraph<int, SEdge<int>>(allowParallelEdges: true, Count);
        for (var vertex = 0; vertex < Count; vertex++) graph.AddVertex(vertex);
        for (var vertex = 0; vertex < Count; vertex++)
            foreach (var dependency in DependenciesOf(vertex))
                graph.AddEdge(new SEdge<int>(vertex, dependency));
        return graph;
    }

    private readonly struct Adjacency
    {
        private readonly int[] _starts;
        private readonly int[] _ends;

        public Adjacency(int count, (int From, int To)[] edges, Func<(int From, int To), int> near, Func<(int From, int To), int> far)
        {
            _starts = new int[count + 1];
            _ends = new int[edges.Length];
            foreach (var edge in edges) _starts[near(edge) + 1]++;
            for (var vertex = 0; vertex < count; vertex++) _starts[vertex + 1] += _starts[vertex];
            var next = _starts.AsSpan(0, count).ToArray();
            foreach (var edge in edges) _ends[next[near(edge)]++] = far(edge);
            for (var vertex = 0; vertex < count; vertex++)
                _ends.AsSpan(_starts[vertex], _starts[vertex + 1] - _starts[vertex]).Sort();
        }

        public ArraySegment<int> Of(int vertex) => new(_ends, _starts[vertex], _starts[vertex + 1] - _starts[vertex]);
    }
}
