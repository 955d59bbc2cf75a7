using System.Collections.Immutable;
using Lumina.Cli.Surroundings;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Cli.Graphs;

/// <summary>A plan's graph as a tree of lines: what nothing depends on at the margin, below each component what it depends on. What was
/// drawn out before is only named again.</summary>
internal sealed class TreeDrawing
{
    private const int LeastNameWidth = 24;

    private readonly Dictionary<string, ComponentSpec> _components;
    private readonly HashSet<string> _drawn = new(StringComparer.Ordinal);
    private readonly Queue<string> _later = new();
    private readonly int _deepest;

    private TreeDrawing(Plan plan, int width)
    {
        _components = plan.Components.ToDictionary(component => component.Name, StringComparer.Ordinal);
        _deepest = Math.Max(2, (width - LeastNameWidth) / 3);
    }

    public static IEnumerable<string> Of(Plan plan, int width)
    {
        var layers = PlanGraph.Of(plan).Layers;
        yield return $"{plan.Name} in {plan.Environment.Name}: {Wording.Count(plan.Components.Length, "component")}, {Wording.Count(layers.Length, "step")}";
        foreach (var line in new TreeDrawing(plan, width).Lines(plan)) yield return line;
        if (layers.Length < 2) yield break;
        foreach (var line in Order(layers, width)) yield return line;
    }

    /// <summary>Which can start at the same time.</summary>
    private static IEnumerable<string> Order(ImmutableArray<ImmutableArray<string>> layers, int width) => layers
        .SelectMany((layer, index) => Wrap.Lines($"{index + 1}. {string.Join(", ", layer)}", width, 2))
        .Prepend("order:");

    private IEnumerable<string> Lines(Plan plan)
    {
        var needed = plan.Components.SelectMany(component => component.DependsOn).ToHashSet(StringComparer.Ordinal);
        var roots = plan.Components.Select(component => component.Name).Where(name => !needed.Contains(name)).ToArray();
        foreach (var root in roots)
        {
            foreach (var line in Tree(root)) yield return line;
            // What lies too deep for the width has a tree of its own.
            while (_later.TryDequeue(out var name))
                if (!_drawn.Contains(name))
                    foreach (var line in Tree(name)) yield return line;
        }
    }

    // With a stack of its own: a plan may be deeper than the program's.
    private IEnumerable<string> Tree(string root)
    {
        var open = new Stack<(string Name, string Before, string Below, int Depth)>();
        open.Push((root, "", "", 0));
        while (open.TryPop(out var at))
        {
            var dependencies = _components[at.Name].DependsOn;
            var isKnown = dependencies.Length > 0 && _drawn.Contains(at.Name);
            var isTooDeep = !isKnown && dependencies.Length > 0 && at.Depth >= _deepest;
            yield return at.Before + at.Name + (isKnown ? "  (above)" : isTooDeep ? "  (below)" : "");
            if (isTooDeep) _later.Enqueue(at.Name);
            if (isKnown || isTooDeep) continue;
            _drawn.Add(at.Name);
            for (var i = dependencies.Length - 1; i >= 0; i--)
            {
                var isLast = i == dependencies.Length - 1;
                open.Push((dependencies[i], at.Below + (isLast ? "└─ " : "├─ "), at.Below + (isLast ? "   " : "│  "), at.Depth + 1));
            }
        }
    }
}
