namespace Lumina.Planning.Drawing;

/// <summary>Makes lines that pass rows straight as far as the boxes beside them allow: from above to below, each piece as long as it can be.</summary>
internal sealed class Straightening(RowGraph graph, double[] middles, Func<int, int, double> apart)
{
    private readonly int[] _place = Places(graph);

    public void Run()
    {
        for (var component = 0; component < graph.Components; component++)
        {
            var bends = graph.BendsOf(component);
            // A line first goes on straight down from its box, if it can.
            var wanted = middles[component];
            for (var first = 0; first < bends.Count;)
            {
                var (least, most) = Room(bends[first]);
                var sum = middles[bends[first]];
                var next = first + 1;
                for (; next < bends.Count; next++)
                {
                    var (left, right) = Room(bends[next]);
                    if (Math.Max(least, left) > Math.Min(most, right)) break;
                    (least, most) = (Math.Max(least, left), Math.Min(most, right));
                    sum += middles[bends[next]];
                }

                var x = first == 0 && wanted >= least && wanted <= most ? wanted : Math.Clamp(sum / (next - first), least, most);
                for (; first < next; first++) middles[bends[first]] = x;
            }
        }
    }

    /// <summary>How far a bend can go to either side.</summary>
    private (double Least, double Most) Room(int bend)
    {
        var row = graph.Rows[graph.RowOf(bend)];
        var place = _place[bend];
        var least = place == 0 ? double.NegativeInfinity : middles[row[place - 1]] + apart(row[place - 1], bend);
        var most = place == row.Length - 1 ? double.PositiveInfinity : middles[row[place + 1]] - apart(bend, row[place + 1]);
        // Two that are as near as they may be can, by a rounding, be nearer.
        return least <= most ? (least, most) : (middles[bend], middles[bend]);
    }

    private static int[] Places(RowGraph graph)
    {
        var places = new int[graph.Count];
        foreach (var row in graph.Rows)
            for (var i = 0; i < row.Length; i++) places[row[i]] = i;
        return places;
    }
}
