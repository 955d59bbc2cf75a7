using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Planning.Drawing;

/// <summary>
/// The graph in rows, with a bend wherever a line passes a row, so that lines go from one row to the next only. The lines of a component go
/// down together and part where they have to, so there are no more bends than components times rows, however many lines there are.
/// Vertices are the components by their index in the plan, and after them the bends.
/// </summary>
internal sealed class RowGraph
{
    private readonly List<int> _rowOf;
    private readonly List<List<int>> _above = [];
    private readonly List<List<int>> _below = [];
    private readonly List<int>[] _bends;
    private readonly (int First, int Last)[] _rowsOf;

    private RowGraph(int[] rowOf, (int First, int Last)[] rowsOf, IReadOnlyList<(int From, int To)> edges)
    {
        Components = rowOf.Length;
        Edges = edges;
        _rowOf = [.. rowOf];
        _rowsOf = rowsOf;
        _bends = new List<int>[rowOf.Length];
        for (var component = 0; component < rowOf.Length; component++)
        {
            _bends[component] = [];
            _above.Add([]);
            _below.Add([]);
        }

        foreach (var (from, to) in edges) Connect(from, to);
        Rows = new int[rowsOf[^1].Last + 1][];
        foreach (var row in Enumerable.Range(0, _rowOf.Count).GroupBy(vertex => _rowOf[vertex])) Rows[row.Key] = [.. row];
    }

    public int Components { get; }

    public int Count => _rowOf.Count;

    /// <summary>The vertices of each row, from left to right.</summary>
    public int[][] Rows { get; }

    /// <summary>From a component to one that depends on it.</summary>
    public IReadOnlyList<(int From, int To)> Edges { get; }

    public int Steps => _rowsOf.Length;

    public (int First, int Last) RowsOf(int step) => _rowsOf[step];

    public int RowOf(int vertex) => _rowOf[vertex];

    public bool IsBend(int vertex) => vertex >= Components;

    /// <summary>Its neighbours in the row above.</summary>
    public IReadOnlyList<int> Above(int vertex) => _above[vertex];

    /// <summary>Its neighbours in the row below.</summary>
    public IReadOnlyList<int> Below(int vertex) => _below[vertex];

    /// <summary>The bends of a component's lines, from above to below.</summary>
    public IReadOnlyList<int> BendsOf(int component) => _bends[component];

    /// <summary>How many of them a line has.</summary>
    public int Passed((int From, int To) edge) => _rowOf[edge.To] - _rowOf[edge.From] - 1;

    public static RowGraph Of(Plan plan)
    {
        var index = plan.Components.Select((component, i) => (component.Name, i)).ToDictionary(entry => entry.Name, entry => entry.i, StringComparer.Ordinal);
        var edges = plan.Components
            .SelectMany((component, to) => component.DependsOn.Where(index.ContainsKey).Select(name => (From: index[name], To: to)))
            .ToArray();
        var dependents = edges.ToLookup(edge => edge.From, edge => edge.To);
        var layers = PlanGraph.Of(plan).Layers;
        var layerOf = new int[index.Count];
        for (var layer = 0; layer < layers.Length; layer++)
            foreach (var name in layers[layer]) layerOf[index[name]] = layer;

        var rowOf = new int[index.Count];
        var rowsOf = new (int First, int Last)[layers.Length];
        var next = 0;
        for (var layer = 0; layer < layers.Length; layer++)
        {
            // What nobody below waits for comes first and what is needed soon last, so that lines pass few boxes.
            var members = layers[layer].Select(name => index[name])
                .OrderByDescending(component => dependents[component].Select(dependent => layerOf[dependent]).DefaultIfEmpty(int.MaxValue).Min())
                .ThenBy(component => component).ToArray();
            var rows = (members.Length - 1) / Widest(index.Count) + 1;
            for (var i = 0; i < members.Length; i++) rowOf[members[i]] = next + (int)((long)i * rows / members.Length);
            rowsOf[layer] = (next, next + rows - 1);
            next += rows;
        }

        return new(rowOf, rowsOf, edges);
    }

    /// <summary>How many boxes a row may have: about as many as make a picture that is not much wider than high.</summary>
    private static int Widest(int components) => Math.Max(8, (int)Math.Ceiling(Math.Sqrt(components) * 1.5));

    private void Connect(int from, int to)
    {
        var bends = _bends[from];
        for (var row = _rowOf[from] + 1 + bends.Count; row < _rowOf[to]; row++)
        {
            var bend = _rowOf.Count;
            _rowOf.Add(row);
            _above.Add([]);
            _below.Add([]);
            Join(bends.Count == 0 ? from : bends[^1], bend);
            bends.Add(bend);
        }

        var passed = Passed((from, to));
        Join(passed == 0 ? from : bends[passed - 1], to);
    }

    private void Join(int upper, int lower)
    {
        _below[upper].Add(lower);
        _above[lower].Add(upper);
    }
}
