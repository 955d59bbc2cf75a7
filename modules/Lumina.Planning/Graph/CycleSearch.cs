namespace Lumina.Planning.Graph;

/// <summary>Finds circles: breadth first inside each knot of vertices that all reach each other.</summary>
internal sealed class CycleSearch
{
    private const int EdgesPerKnot = 1_000_000;

    private readonly DependencyGraph _graph;
    private readonly IDictionary<int, int> _knots;
    private readonly int[] _cameFrom;
    private readonly int[] _visit;
    private int _visits;

    private CycleSearch(DependencyGraph graph)
    {
        _graph = graph;
        _knots = graph.FindKnots();
        _cameFrom = new int[graph.Count];
        _visit = new int[graph.Count];
    }

    /// <summary>One circle for each knot of more than one vertex.</summary>
    public static IEnumerable<IReadOnlyList<int>> In(DependencyGraph graph)
    {
        var search = new CycleSearch(graph);
        return Enumerable.Range(0, graph.Count)
            .GroupBy(vertex => search._knots[vertex])
            .Select(knot => knot.ToArray())
            .Where(knot => knot.Length > 1)
            .Select(search.Shortest);
    }

    private List<int> Shortest(int[] knot)
    {
        List<int>? best = null;
        var edgesLeft = EdgesPerKnot;
        foreach (var start in knot)
        {
            var found = Through(start, ref edgesLeft);
            if (found is not null && (best is null || found.Count < best.Count)) best = found;
            if (best is not null && (best.Count == 2 || edgesLeft <= 0)) break;
        }

        return best ?? throw new InvalidOperationException("A knot without a circle.");
    }

    private List<int>? Through(int start, ref int edgesLeft)
    {
        _visits++;
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var vertex))
        {
            foreach (var dependency in _graph.DependenciesOf(vertex))
            {
                edgesLeft--;
                if (dependency == start) return Way(start, vertex);
                if (_visit[dependency] == _visits || _knots[dependency] != _knots[start]) continue;
                _visit[dependency] = _visits;
                _cameFrom[dependency] = vertex;
                queue.Enqueue(dependency);
            }
        }

        return null;
    }

    private List<int> Way(int start, int end)
    {
        var way = new List<int>();
        for (var vertex = end; vertex != start; vertex = _cameFrom[vertex]) way.Add(vertex);
        way.Add(start);
        way.Reverse();
        return way;
    }
}
