using System.Globalization;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Cli.Graphs;

/// <summary>A plan's graph in text, for Graphviz and for Mermaid.</summary>
internal static class GraphDrawing
{
    /// <summary>Layer by layer; what is in one can start at the same time.</summary>
    public static IEnumerable<string> Text(Plan plan, PlanGraph graph, int width)
    {
        yield return $"{plan.Name} in {plan.Environment.Name}: {Wording.Count(plan.Components.Length, "component")}, "
            + Wording.Count(graph.Layers.Length, "step");
        var components = plan.Components.ToDictionary(component => component.Name, StringComparer.Ordinal);
        var digits = graph.Layers.Length.ToString(CultureInfo.InvariantCulture).Length;
        for (var layer = 0; layer < graph.Layers.Length; layer++)
        {
            foreach (var name in graph.Layers[layer])
            {
                var after = components[name].DependsOn.IsEmpty ? "" : "  after " + string.Join(", ", components[name].DependsOn);
                var number = (layer + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits);
                foreach (var line in Wrap.Lines($"{number}  {name}{after}", width, 2)) yield return line;
            }
        }
    }

    public static IEnumerable<string> Dot(Plan plan)
    {
        yield return $"digraph {Quoted(plan.Name)} {{";
        yield return "  rankdir=LR;";
        yield return "  node [shape=box];";
        foreach (var component in plan.Components) yield return $"  {Quoted(component.Name)};";
        foreach (var component in plan.Components)
            foreach (var dependency in component.DependsOn)
                yield return $"  {Quoted(dependency)} -> {Quoted(component.Name)};";
        yield return "}";
    }

    /// <summary>Vertices are numbered: not every name is one for Mermaid.</summary>
    public static IEnumerable<string> Mermaid(Plan plan)
    {
        var numbers = plan.Components.Select((component, number) => (component.Name, number))
            .ToDictionary(entry => entry.Name, entry => entry.number, StringComparer.Ordinal);
        yield return "graph LR";
        foreach (var component in plan.Components)
            yield return $"  c{numbers[component.Name]}[\"{component.Name.Replace("\"", "#quot;", StringComparison.Ordinal)}\"]";
        foreach (var component in plan.Components)
            foreach (var dependency in component.DependsOn)
                yield return $"  c{numbers[dependency]} --> c{numbers[component.Name]}";
    }

    public static GraphReport Report(Plan plan, PlanGraph graph) => new(
        plan.Name, plan.Environment.Name,
        [.. graph.Layers.Select(layer => (IReadOnlyList<string>)[.. layer])],
        [.. plan.Components.Select(component => new GraphComponent(component.Name, [.. component.DependsOn]))]);

    private static string Quoted(string name) =>
        '"' + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
