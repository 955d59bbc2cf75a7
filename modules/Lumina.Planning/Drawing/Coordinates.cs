namespace Lumina.Planning.Drawing;

/// <summary>
/// Finds the horizontal places that keep the order of each row and the distances in it, and make lines short and straight: the sum of the squared
/// sideways ways is least. Row by row that is an isotonic regression, which pooling adjacent violators solves exactly in linear time; going over
/// the rows again and again comes ever nearer to the least for all.
/// </summary>
internal sealed class Coordinates(RowGraph graph, BoxSize[] sizes)
{
    private const double BetweenBoxes = 24;
    private const double BetweenBends = 14;
    private const int Effort = 20_000_000;
    private const int MostRounds = 60;

    private readonly double[] _middle = new double[graph.Count];

    /// <summary>The middle of every vertex; the leftmost side of a box is at 0.</summary>
    public double[] Run()
    {
        foreach (var row in graph.Rows) Pack(row);
        var rounds = Math.Clamp(Effort / (graph.Count + graph.Edges.Count), 4, MostRounds);
        for (var round = 0; round < rounds; round++)
        {
            for (var row = 0; row < graph.Rows.Length; row++) Settle(graph.Rows[row]);
            for (var row = graph.Rows.Length - 1; row >= 0; row--) Settle(graph.Rows[row]);
        }

        new Straightening(graph, _middle, Apart).Run();
        var left = Enumerable.Range(0, graph.Count).Min(vertex => _middle[vertex] - Half(vertex));
        for (var vertex = 0; vertex < _middle.Length; vertex++) _middle[vertex] -= left;
        return _middle;
    }

    private double Half(int vertex) => graph.IsBend(vertex) ? 0 : sizes[vertex].Width / 2;

    private double Apart(int left, int right) =>
        Half(left) + Half(right) + (graph.IsBend(left) && graph.IsBend(right) ? BetweenBends : BetweenBoxes);

    /// <summary>Side by side, around 0.</summary>
    private void Pack(int[] row)
    {
        for (var i = 0; i < row.Length; i++) _middle[row[i]] = i == 0 ? 0 : _middle[row[i - 1]] + Apart(row[i - 1], row[i]);
        var shift = _middle[row[^1]] / 2;
        foreach (var vertex in row) _middle[vertex] -= shift;
    }

    private void Settle(int[] row)
    {
        // With the least distances taken off, keeping them means never to go to the left.
        var offset = 0.0;
        var pools = new List<(double Sum, double Weight, int Count)>(row.Length);
        var offsets = new double[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0) offset += Apart(row[i - 1], row[i]);
            offsets[i] = offset;
            var (wanted, weight) = Wanted(row[i]);
            var pool = (Sum: (wanted - offset) * weight, Weight: weight, Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight > pool.Sum / pool.Weight)
            {
                var (sum, heavy, count) = pools[^1];
                pool = (pool.Sum + sum, pool.Weight + heavy, pool.Count + count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var next = 0;
        foreach (var (sum, weight, count) in pools)
            for (var end = next + count; next < end; next++) _middle[row[next]] = sum / weight + offsets[next];
    }

    /// <summary>Where a vertex would be without the others of its row, and how much that matters.</summary>
    private (double Middle, double Weight) Wanted(int vertex)
    {
        const double Barely = 0.01;
        var (sum, weight) = (_middle[vertex] * Barely, Barely);
        foreach (var neighbour in graph.Above(vertex)) Pull(neighbour);
        foreach (var neighbour in graph.Below(vertex)) Pull(neighbour);
        return (sum / weight, weight);

        // A long line should be straight where nothing else tells; its ends may give way.
        void Pull(int neighbour)
        {
            var pull = (graph.IsBend(vertex), graph.IsBend(neighbour)) switch { (true, true) => 8.0, (false, false) => 1.0, _ => 2.0 };
            sum += _middle[neighbour] * pull;
            weight += pull;
        }
    }
}
