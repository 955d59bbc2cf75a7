namespace Lumina.Planning.Drawing;

/// <summary>Counts crossings with a tree of sums (Barth, Jünger, Mutzel 2002): a row of n lines costs n log n, not n².</summary>
internal static class Crossings
{
    public static long Of(RowGraph graph)
    {
        var position = new int[graph.Count];
        var crossings = 0L;
        for (var row = 0; row < graph.Rows.Length; row++)
        {
            for (var i = 0; i < graph.Rows[row].Length; i++) position[graph.Rows[row][i]] = i;
            if (row > 0) crossings += Between(graph, graph.Rows[row - 1], graph.Rows[row].Length, position);
        }

        return crossings;
    }

    private static long Between(RowGraph graph, int[] upper, int lowerCount, int[] position)
    {
        var ends = new int[lowerCount + 1];
        var crossings = 0L;
        var seen = 0;
        foreach (var vertex in upper)
        {
            // Lines of one vertex don't cross each other: all are counted before any is put in.
            foreach (var below in graph.Below(vertex)) crossings += seen - UpTo(ends, position[below]);
            foreach (var below in graph.Below(vertex))
            {
                for (var at = position[below] + 1; at < ends.Length; at += at & -at) ends[at]++;
                seen++;
            }
        }

        return crossings;
    }

    private static int UpTo(int[] ends, int position)
    {
        var sum = 0;
        for (var at = position + 1; at > 0; at -= at & -at) sum += ends[at];
        return sum;
    }
}
