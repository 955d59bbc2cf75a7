using System.Collections.Immutable;
using Lumina.Planning.Changes;

namespace Lumina.Planning.Graph;

/// <summary>The order of a change set, for those who carry it out. Indexes are those of <see cref="ChangeSet.Changes"/>.</summary>
public sealed class ChangeGraph
{
    private readonly DependencyGraph _graph;

    private ChangeGraph(DependencyGraph graph, ImmutableArray<ImmutableArray<string>> groups)
    {
        _graph = graph;
        Groups = groups;
    }

    /// <summary>Names of components that change, in the order of execution: what is in one group can run at the same time, and
    /// everything is in the first group that it can be in. Sorted inside a group.</summary>
    public ImmutableArray<ImmutableArray<string>> Groups { get; }

    /// <exception cref="ArgumentException">The changes wait for each other in a circle; no change set of <see cref="ChangePlanner"/> does.</exception>
    public static ChangeGraph Of(ChangeSet changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var index = new Dictionary<string, int>(changes.Changes.Length, StringComparer.Ordinal);
        for (var i = 0; i < changes.Changes.Length; i++) index.Add(changes.Changes[i].Component, i);
        var graph = new DependencyGraph(changes.Changes.Length, Edges(changes, index));
        var layers = Layering.Of(
            graph, i => changes.Changes[i].Component, i => changes.Changes[i].Action != ChangeAction.Unchanged);
        return new(graph, layers);
    }

    /// <summary>The changes that have to be finished before this one starts, ascending.</summary>
    public IReadOnlyList<int> DependenciesOf(int change) => _graph.DependenciesOf(change);

    /// <summary>The changes that wait for this one, ascending.</summary>
    public IReadOnlyList<int> DependentsOf(int change) => _graph.DependentsOf(change);

    /// <summary>The changes that decide how long all of them take: the way on which the lengths add up to the most, in order.
    /// Empty when no change has a length.</summary>
    /// <param name="length">How long a change takes, 0 or more.</param>
    public ImmutableArray<int> LongestWay(Func<int, double> length)
    {
        ArgumentNullException.ThrowIfNull(length);
        var ends = new double[_graph.Count];
        var before = new int[_graph.Count];
        var last = -1;
        foreach (var change in _graph.Order())
        {
            before[change] = -1;
            foreach (var dependency in _graph.DependenciesOf(change))
                if (ends[dependency] > 0 && (before[change] < 0 || ends[dependency] > ends[before[change]]))
                    before[change] = dependency;
            ends[change] = length(change) + (before[change] < 0 ? 0 : ends[before[change]]);
            // Of two that end at the same time the first by name, whatever the order was.
            if (ends[change] > 0 && (last < 0 || ends[change] > ends[last] || (ends[change] == ends[last] && change < last)))
                last = change;
        }

        var way = ImmutableArray.CreateBuilder<int>();
        for (var change = last; change >= 0; change = before[change])
            if (length(change) > 0)
                way.Add(change);
        way.Reverse();
        return way.ToImmutable();
    }

    private static IEnumerable<(int From, int To)> Edges(ChangeSet changes, Dictionary<string, int> index)
    {
        for (var i = 0; i < changes.Changes.Length; i++)
            foreach (var name in changes.Changes[i].After)
                if (index.TryGetValue(name, out var dependency))
                    yield return (i, dependency);
    }
}
