using System.Globalization;
using System.Text;

namespace Lumina.Benchmarks;

/// <summary>Plans of n components that do nothing, as the text that an author would write.</summary>
internal static class PlanShapes
{
    public static IReadOnlyList<string> Names { get; } = ["wide", "chain", "layered", "random"];

    /// <param name="shape"><c>wide</c>: no edges; <c>chain</c>: each depends on the one before; <c>layered</c>: ten layers, five edges from each
    /// component into the layer before; <c>random</c>: up to five edges to any earlier component, the same for the same size.</param>
    /// <param name="components">How many.</param>
    /// <param name="version">The plan's version; another one changes every component.</param>
    public static string Write(string shape, int components, string version) => Write("bench-" + shape, version, "", Graph(shape, components));

    /// <summary>What each component depends on.</summary>
    public static IReadOnlyList<IReadOnlyCollection<int>> Graph(string shape, int components)
    {
        var random = new Random(components);
        return [.. Enumerable.Range(0, components).Select(i => Edges(shape, i, components, random))];
    }

    /// <param name="name">The plan's name.</param>
    /// <param name="version">Its version; another one changes every component.</param>
    /// <param name="options">Options of the simulated target, or nothing.</param>
    /// <param name="graph">What each component depends on.</param>
    public static string Write(string name, string version, string options, IReadOnlyList<IReadOnlyCollection<int>> graph)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"plan {name} {{ version = \"{version}\" }}\n");
        text.Append(CultureInfo.InvariantCulture, $"environment development {{ target simulated {options}}}\n");
        for (var i = 0; i < graph.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"component c{i} {{\n");
            if (graph[i].Count > 0)
                text.Append("  depends on ").AppendJoin(", ", graph[i].Select(e => "c" + e.ToString(CultureInfo.InvariantCulture))).Append('\n');
            text.Append("  command = \"true\"\n}\n");
        }

        return text.ToString();
    }

    private static SortedSet<int> Edges(string shape, int i, int components, Random random)
    {
        switch (shape)
        {
            case "wide":
                return [];
            case "chain":
                return i == 0 ? [] : [i - 1];
            case "layered":
                var width = Math.Max(1, components / 10);
                var layer = i / width;
                return layer == 0 ? [] : Some(5, () => ((layer - 1) * width) + random.Next(width));
            case "random":
                return i == 0 ? [] : Some(random.Next(6), () => random.Next(i));
            default:
                throw new ArgumentException($"'{shape}' is no shape: {string.Join(", ", Names)}.", nameof(shape));
        }
    }

    private static SortedSet<int> Some(int count, Func<int> pick) => [.. Enumerable.Range(0, count).Select(_ => pick())];
}
