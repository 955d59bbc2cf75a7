using System.Globalization;
using Lumina.Cli.Reports;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Cli.Graphs;

/// <summary>A plan's graph for other programs: Graphviz, Mermaid, and as data.</summary>
internal static class GraphDrawing
{
    public static IEnumerable<string> Dot(Plan plan)
    {
        yield return $"digraph {Quoted(plan.Name)} {{";
        yield return "  rankdir=LR;";
        yield return "  node [shape=box];";
        foreach (var component in plan.Components)
        {
            var label = ComponentLabel.Of(component);
            var lines = string.Join("\\n", label.Lines.Select(Escaped));
            yield return lines == Escaped(component.Name) ? $"  {Quoted(component.Name)};" : $"  {Quoted(component.Name)} [label=\"{lines}\"];";
        }

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
            yield return $"  c{numbers[component.Name]}[\"{string.Join("<br/>", ComponentLabel.Of(component).Lines.Select(Entities))}\"]";
        foreach (var component in plan.Components)
            foreach (var dependency in component.DependsOn)
                yield return $"  c{numbers[dependency]} --> c{numbers[component.Name]}";
    }

    public static GraphReport Report(Plan plan, PlanGraph graph) => new(
        plan.Name, plan.Environment.Name,
        [.. graph.Layers.Select(layer => (IReadOnlyList<string>)[.. layer])],
        [
            .. plan.Components.Select(component => new GraphComponent(
                component.Name, [.. component.DependsOn], component.Image, [.. component.Command], component.Replicas)),
        ]);

    private static string Quoted(string name) => '"' + Escaped(name) + '"';

    private static string Escaped(string text) => text.ReplaceLineEndings(" ")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>Mermaid reads Markdown and HTML in a label, so everything that could be either is written as an entity.</summary>
    private static string Entities(string text) => string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Select(rune =>
        rune.Value is '"' or '<' or '>' or '&' or '#' or ';' or '`' or '*' or '_' or '\\'
            ? string.Create(CultureInfo.InvariantCulture, $"#{rune.Value};")
            : rune.ToString()));
}
