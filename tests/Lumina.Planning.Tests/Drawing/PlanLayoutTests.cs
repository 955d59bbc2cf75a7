using CsCheck;
using Lumina.Language.Plans;
using Lumina.Planning.Drawing;
using Lumina.Planning.Graph;
using static Lumina.Planning.Tests.Specs;

namespace Lumina.Planning.Tests.Drawing;

/// <summary>What holds for every picture, whatever it looks like.</summary>
public sealed class PlanLayoutTests
{
    private static readonly Gen<Plan> Plans =
        from count in Gen.Int[1, 60]
        from edges in Gen.Select(Gen.Int[0, 59], Gen.Int[0, 59]).Array[0, 150]
        select PlanOf(count, edges);

    [Fact]
    public void No_boxes_overlap_and_all_are_inside_the_picture() => Plans.Sample(plan =>
    {
        var layout = Layout(plan);

        foreach (var box in layout.Boxes)
        {
            Assert.True(box.X > -0.01 && box.Y > -0.01 && box.Right < layout.Width + 0.01 && box.Bottom < layout.Height + 0.01, $"{box}");
            Assert.Empty(layout.Boxes.Where(other => other != box && box.X < other.Right && other.X < box.Right && box.Y < other.Bottom && other.Y < box.Bottom));
        }
    });

    [Fact]
    public void Every_line_goes_down_from_one_box_to_the_other_inside_the_picture_and_through_no_box() => Plans.Sample(plan =>
    {
        var layout = Layout(plan);

        Assert.Equal(
            plan.Components.SelectMany(to => to.DependsOn.Select(from => $"{from} {to.Name}")).Order(),
            layout.Edges.Select(edge => $"{plan.Components[edge.From].Name} {plan.Components[edge.To].Name}").Order());
        foreach (var edge in layout.Edges)
        {
            var points = edge.Points;
            Assert.True(points.Length % 2 == 0);
            for (var i = 1; i < points.Length; i++)
            {
                Assert.True(points[i].Y > points[i - 1].Y);
                // Every second piece is the one through a row: straight down, and through no box.
                if (i % 2 != 0) continue;
                Assert.Equal(points[i - 1].X, points[i].X);
                Assert.Empty(layout.Boxes.Where(box => box.X < points[i].X && points[i].X < box.Right && box.Y < points[i].Y && points[i - 1].Y < box.Bottom));
            }

            Assert.All(points, point => Assert.InRange(point.X, -0.01, layout.Width + 0.01));
            var (from, to) = (layout.Boxes[edge.From], layout.Boxes[edge.To]);
            Assert.True(points[^1].Y == to.Y && points[^1].X > to.X && points[^1].X < to.Right);
            Assert.True(points[0] == new Point(from.Middle, from.Bottom) || Parts(layout, edge), "A line begins nowhere.");
        }
    });

    [Fact]
    public void What_lies_between_two_rows_meets_no_box() => Plans.Sample(plan =>
    {
        var layout = Layout(plan);

        foreach (var points in layout.Edges.Select(edge => edge.Points))
            for (var i = 1; i < points.Length; i += 2)
                Assert.Empty(layout.Boxes.Where(box => box.Y < points[i].Y && points[i - 1].Y < box.Bottom));
    });

    [Fact]
    public void Components_lie_in_the_band_of_their_step_and_the_bands_follow_each_other() => Plans.Sample(plan =>
    {
        var layout = Layout(plan);
        var layers = PlanGraph.Of(plan).Layers;

        Assert.Equal(layers.Length, layout.Steps.Length);
        for (var step = 0; step < layers.Length; step++)
        {
            if (step > 0) Assert.True(layout.Steps[step].Y > layout.Steps[step - 1].Bottom);
            foreach (var name in layers[step])
            {
                var box = layout.Boxes[plan.Components.Select((component, i) => (component.Name, i)).First(entry => entry.Name == name).i];
                Assert.True(box.Y >= layout.Steps[step].Y && box.Bottom <= layout.Steps[step].Bottom);
            }
        }
    });

    [Fact]
    public void There_are_never_more_crossings_than_in_the_order_of_the_names() => Plans.Sample(plan =>
    {
        var graph = RowGraph.Of(plan);
        var before = Crossings.Of(graph);

        new CrossingReduction(graph).Run();

        Assert.InRange(Crossings.Of(graph), 0, before);
    });

    [Fact]
    public void Crossings_are_counted_as_one_by_one() => Plans.Sample(plan =>
    {
        var graph = RowGraph.Of(plan);
        var expected = 0;
        foreach (var row in graph.Rows)
        {
            var lines = row.SelectMany((upper, i) => graph.Below(upper).Select(lower => (i, Place: Array.IndexOf(graph.Rows[graph.RowOf(lower)], lower)))).ToArray();
            expected += lines.Sum(one => lines.Count(other => one.i < other.i && one.Place > other.Place));
        }

        Assert.Equal(expected, Crossings.Of(graph));
    });

    [Fact]
    public void A_tree_is_drawn_without_crossings()
    {
        var plan = PlanOf(40, [.. Enumerable.Range(1, 39).Select(i => ((i - 1) / 3, i))]);
        var graph = RowGraph.Of(plan);

        new CrossingReduction(graph).Run();

        Assert.Equal(0, Crossings.Of(graph));
    }

    [Fact]
    public void The_same_plan_has_the_same_picture() => Plans.Sample(plan =>
    {
        var (one, other) = (Layout(plan), Layout(plan));

        Assert.Equal(one.Boxes, other.Boxes);
        Assert.Equal(one.Edges.SelectMany(edge => edge.Points), other.Edges.SelectMany(edge => edge.Points));
    });

    [Fact]
    public void A_hub_over_a_long_chain_has_no_more_bends_than_rows()
    {
        const int Count = 2_000;
        var plan = PlanOf(Count, [.. Enumerable.Range(1, Count - 1).SelectMany(i => new[] { (0, i), (i - 1, i) })]);

        Assert.InRange(RowGraph.Of(plan).Count, Count, 2 * Count);
        Assert.InRange(Layout(plan).Edges.Sum(edge => edge.Points.Length), 2 * Count, 10 * Count);
    }

    [Fact]
    public void An_empty_plan_has_an_empty_picture() => Assert.Equal((0, 0), (Layout(Plan()).Width, Layout(Plan()).Height));

    /// <summary>Whether a line begins where another one of the same component goes on.</summary>
    private static bool Parts(PlanLayout layout, DrawnEdge edge) =>
        layout.Edges.Any(other => other != edge && other.From == edge.From && other.Points.Skip(1).SkipLast(1).Contains(edge.Points[0]));

    private static PlanLayout Layout(Plan plan) => PlanLayout.Of(plan, component => new(40 + component.DependsOn.Length * 17 % 90, 30));

    // Each edge goes from the lower number to the higher one, so that there are no circles.
    private static Plan PlanOf(int count, (int, int)[] edges)
    {
        var dependencies = edges.Select(edge => (From: Math.Min(edge.Item1, edge.Item2), To: Math.Max(edge.Item1, edge.Item2)))
            .Where(edge => edge.To < count && edge.From != edge.To).Distinct().ToLookup(edge => edge.To, edge => $"c{edge.From:0000}");
        return Plan([.. Enumerable.Range(0, count).Select(i => Component($"c{i:0000}", [.. dependencies[i]]))]);
    }
}
