namespace Lumina.Planning.Drawing;

/// <summary>Where rows begin: the further the lines between two of them go sideways, the further apart these are.</summary>
internal sealed class RowHeights
{
    private const double LeastGap = 36;
    private const double MostGap = 150;
    private const double GapPerWay = 0.12;

    private readonly double[] _tops;
    private readonly double[] _heights;

    public RowHeights(RowGraph graph, BoxSize[] sizes, double[] middles)
    {
        _tops = new double[graph.Rows.Length];
        _heights = new double[graph.Rows.Length];
        for (var row = 0; row < graph.Rows.Length; row++)
        {
            _heights[row] = graph.Rows[row].Where(vertex => !graph.IsBend(vertex)).Max(vertex => sizes[vertex].Height);
            if (row == 0) continue;
            var farthest = graph.Rows[row].SelectMany(vertex => graph.Above(vertex).Select(above => Math.Abs(middles[above] - middles[vertex]))).DefaultIfEmpty(0).Max();
            _tops[row] = _tops[row - 1] + _heights[row - 1] + Math.Clamp(farthest * GapPerWay, LeastGap, MostGap);
        }
    }

    public double Total => _tops[^1] + _heights[^1];

    public double Top(int row) => _tops[row];

    public double Height(int row) => _heights[row];
}
