namespace Lumina.Planning.Drawing;

/// <summary>Orders the rows so that few lines cross: each vertex goes to the middle of its neighbours, row by row, down and up and down again
/// (Sugiyama, Tagawa, Toda 1981), then neighbours change places as long as that helps (Gansner et al. 1993). The best order that was seen stays,
/// so there are never more crossings than before.</summary>
internal sealed class CrossingReduction(RowGraph graph)
{
    /// <summary>How often a row may be sorted in all, in vertices: small graphs are looked at long, large ones not for ever.</summary>
    private const int Effort = 4_000_000;

    private const int MostSweeps = 24;

    /// <summary>Above so many vertices neighbours don't change places: that costs much and is not seen any more.</summary>
    private const int MostExchanged = 4_000;

    private readonly double[] _position = new double[graph.Count];
    private readonly double[] _key = new double[graph.Count];

    public void Run()
    {
        foreach (var row in graph.Rows) Number(row);
        var best = Copy();
        var fewest = Crossings.Of(graph);
        var sweeps = Math.Clamp(Effort / graph.Count, 2, MostSweeps);
        for (var sweep = 0; sweep < sweeps && fewest > 0; sweep++)
        {
            Sweep(down: sweep % 2 == 0);
            if (graph.Count <= MostExchanged) Exchange();
            var crossings = Crossings.Of(graph);
            if (crossings >= fewest) continue;
            fewest = crossings;
            best = Copy();
        }

        for (var row = 0; row < best.Length; row++) best[row].CopyTo(graph.Rows[row], 0);
    }

    private int[][] Copy() => [.. graph.Rows.Select(row => (int[])row.Clone())];

    private void Number(int[] row)
    {
        for (var i = 0; i < row.Length; i++) _position[row[i]] = i;
    }

    private void Sweep(bool down)
    {
        for (var i = 1; i < graph.Rows.Length; i++)
        {
            var row = graph.Rows[down ? i : graph.Rows.Length - 1 - i];
            foreach (var vertex in row)
            {
                var neighbours = down ? graph.Above(vertex) : graph.Below(vertex);
                _key[vertex] = neighbours.Count == 0 ? _position[vertex] : neighbours.Average(neighbour => _position[neighbour]);
            }

            // Those with the same middle keep their order, which the other direction has found good.
            Array.Sort(row, (one, other) => _key[one].CompareTo(_key[other]) is not 0 and var order ? order : _position[one].CompareTo(_position[other]));
            Number(row);
        }
    }

    private void Exchange()
    {
        const int MostRounds = 8;
        var improves = true;
        for (var round = 0; improves && round < MostRounds; round++)
        {
            improves = false;
            foreach (var row in graph.Rows)
            {
                for (var i = 0; i + 1 < row.Length; i++)
                {
                    var (left, right) = (row[i], row[i + 1]);
                    var now = Between(graph.Above(left), graph.Above(right)) + Between(graph.Below(left), graph.Below(right));
                    if (now == 0) continue;
                    var then = Between(graph.Above(right), graph.Above(left)) + Between(graph.Below(right), graph.Below(left));
                    if (then >= now) continue;
                    (row[i], row[i + 1]) = (right, left);
                    (_position[left], _position[right]) = (i + 1, i);
                    improves = true;
                }
            }
        }
    }

    private int Between(IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        var crossings = 0;
        foreach (var one in left)
            foreach (var other in right)
                if (_position[one] > _position[other]) crossings++;
        return crossings;
    }
}
