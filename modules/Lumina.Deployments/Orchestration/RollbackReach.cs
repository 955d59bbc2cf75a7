using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Orchestration;

/// <summary>Which components are taken back when some have failed.</summary>
internal static class RollbackReach
{
    /// <summary>The components that failed and what the scope of each adds; null for everything.</summary>
    public static HashSet<int>? Of(IReadOnlyCollection<int> failed, ChangeSet changes)
    {
        if (failed.Any(node => ScopeOf(changes.Changes[node]) == RollbackScope.All))
            return null;
        var reach = new HashSet<int>(failed);
        var open = new Stack<int>(failed.Where(node => ScopeOf(changes.Changes[node]) == RollbackScope.Dependents));
        if (open.Count == 0)
            return reach;
        var dependents = Dependents(changes);
        var seen = new HashSet<int>(open);
        while (open.TryPop(out var next))
        {
            foreach (var dependent in dependents[changes.Changes[next].Component])
            {
                reach.Add(dependent);
                if (seen.Add(dependent))
                    open.Push(dependent);
            }
        }
        return reach;
    }

    /// <summary>A removal has no plan of its own any more: all goes back with it.</summary>
    public static RollbackScope ScopeOf(ComponentChange change) => change.Desired?.Rollback.Scope ?? RollbackScope.All;

    /// <summary>By what plans say: the order of changes leaves out those that don't change, and with them the way through them.</summary>
    private static ILookup<string, int> Dependents(ChangeSet changes) => Enumerable.Range(0, changes.Changes.Length)
        .SelectMany(node => (changes.Changes[node].Desired?.DependsOn ?? []).Select(name => (Name: name, Node: node)))
        .ToLookup(edge => edge.Name, edge => edge.Node, StringComparer.Ordinal);
}
