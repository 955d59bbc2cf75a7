using System.Collections.Immutable;

namespace Lumina.Planning.Drawing;

/// <summary>Leads lines from box to box: out of the middle of the upper one, straight through the rows between, into the lower one beside each other.</summary>
internal sealed class EdgeRouting(RowGraph graph, RowHeights rows, ImmutableArray<Area> boxes, double[] middles)
{
    private const double BetweenPorts = 14;

    public ImmutableArray<DrawnEdge> Run()
    {
        var ports = new Dictionary<(int From, int To), double>(graph.Edges.Count);
        foreach (var incoming in graph.Edges.GroupBy(edge => edge.To))
        {
            var sorted = incoming.OrderBy(edge => middles[LastBefore(edge)]).ThenBy(edge => edge.From).ToArray();
            var box = boxes[incoming.Key];
            var apart = Math.Min(BetweenPorts, box.Width / (sorted.Length + 1));
            for (var i = 0; i < sorted.Length; i++) ports[sorted[i]] = box.Middle + (i - (sorted.Length - 1) / 2.0) * apart;
        }

        var drawn = new int[graph.Components];
        return
        [
            .. graph.Edges.OrderBy(edge => edge.From).ThenBy(edge => graph.RowOf(edge.To)).ThenBy(edge => edge.To)
                .Select(edge => new DrawnEdge(edge.From, edge.To, Points(edge, ports[edge], ref drawn[edge.From]))),
        ];
    }

    private int LastBefore((int From, int To) edge) => graph.Passed(edge) is > 0 and var passed ? graph.BendsOf(edge.From)[passed - 1] : edge.From;

    /// <param name="edge">The line.</param>
    /// <param name="port">Where it ends.</param>
    /// <param name="drawn">How many bends of its component have been drawn by shorter lines; it parts from them after the last that it has.</param>
    private ImmutableArray<Point> Points((int From, int To) edge, double port, ref int drawn)
    {
        var points = ImmutableArray.CreateBuilder<Point>();
        var bends = graph.BendsOf(edge.From);
        var passed = graph.Passed(edge);
        points.Add(drawn == 0 ? new(boxes[edge.From].Middle, boxes[edge.From].Bottom) : Under(bends[Math.Min(drawn, passed) - 1]));
        for (; drawn < passed; drawn++)
        {
            points.Add(new(middles[bends[drawn]], rows.Top(graph.RowOf(bends[drawn]))));
            points.Add(Under(bends[drawn]));
        }

        points.Add(new(port, boxes[edge.To].Y));
        return points.ToImmutable();
    }

    private Point Under(int bend) => new(middles[bend], rows.Top(graph.RowOf(bend)) + rows.Height(graph.RowOf(bend)));
}
