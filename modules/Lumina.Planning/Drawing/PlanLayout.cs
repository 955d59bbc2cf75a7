using System.Collections.Immutable;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Planning.Drawing;

/// <summary>The size of a component's box, in any unit.</summary>
public readonly record struct BoxSize(double Width, double Height);

/// <summary>A place. Y grows downwards.</summary>
public readonly record struct Point(double X, double Y);

/// <summary>A rectangle by its upper left corner.</summary>
public readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double Middle => X + Width / 2;
}

/// <summary>A line from a component to one that depends on it.</summary>
/// <param name="From">The component that has to run first, by its index in the plan.</param>
/// <param name="To">The one that depends on it.</param>
/// <param name="Points">An even number of them: from the bottom of the first box to the top of a row, for every row that it passes straight
/// down through it, and last to the top of the second box. Where a line has a part in common with a shorter one of the same component, it
/// begins where it leaves that.</param>
public sealed record DrawnEdge(int From, int To, ImmutableArray<Point> Points);

/// <summary>
/// Where the boxes and lines of a plan's graph go: every component in a row below all that it depends on. Sugiyama's method: rows, few
/// crossings (barycentres and exchanges), then the shortest lines that keep boxes apart. The same plan has the same layout everywhere.
/// </summary>
public sealed class PlanLayout
{
    private PlanLayout(double width, double height, ImmutableArray<Area> boxes, ImmutableArray<DrawnEdge> edges, ImmutableArray<Area> steps) =>
        (Width, Height, Boxes, Edges, Steps) = (width, height, boxes, edges, steps);

    public double Width { get; }

    public double Height { get; }

    /// <summary>In the order of the plan's components.</summary>
    public ImmutableArray<Area> Boxes { get; }

    public ImmutableArray<DrawnEdge> Edges { get; }

    /// <summary>The band in which the components of each step lie, as <see cref="PlanGraph.Layers"/> has them; a step of many has several rows.</summary>
    public ImmutableArray<Area> Steps { get; }

    /// <param name="plan">The plan.</param>
    /// <param name="sizeOf">The size of a component's box.</param>
    /// <exception cref="ArgumentException">The plan has a cycle.</exception>
    public static PlanLayout Of(Plan plan, Func<ComponentSpec, BoxSize> sizeOf)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(sizeOf);
        if (plan.Components.IsEmpty) return new(0, 0, [], [], []);
        var graph = RowGraph.Of(plan);
        new CrossingReduction(graph).Run();
        var sizes = plan.Components.Select(sizeOf).ToArray();
        var middles = new Coordinates(graph, sizes).Run();
        return Place(graph, sizes, middles);
    }

    private static PlanLayout Place(RowGraph graph, BoxSize[] sizes, double[] middles)
    {
        var rows = new RowHeights(graph, sizes, middles);
        var boxes = sizes.Select((size, component) => new Area(
            middles[component] - size.Width / 2,
            rows.Top(graph.RowOf(component)) + (rows.Height(graph.RowOf(component)) - size.Height) / 2,
            size.Width, size.Height)).ToImmutableArray();
        var edges = new EdgeRouting(graph, rows, boxes, middles).Run();
        var width = Math.Max(boxes.Max(box => box.Right), edges.SelectMany(edge => edge.Points).Select(point => point.X).DefaultIfEmpty(0).Max());
        var steps = Enumerable.Range(0, graph.Steps).Select(step =>
        {
            var (first, last) = graph.RowsOf(step);
            return new Area(0, rows.Top(first), width, rows.Top(last) + rows.Height(last) - rows.Top(first));
        });
        return new(width, rows.Total, boxes, edges, [.. steps]);
    }
}
