using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Orchestration;

/// <summary>Where each component of a running deployment is.</summary>
internal enum NodeState
{
    Waiting,
    Active,
    Done,
    Failed,

    /// <summary>Was never touched and will not be.</summary>
    Skipped,

    /// <summary>Touched, and to be taken back.</summary>
    ToRestore,
    Restoring,
    Restored,
    RestoreFailed,
}

/// <summary>
/// Who is ready, forwards in dependency order and, after turning back, backwards. Every operation costs as much as the
/// component has edges. It decides nothing and keeps nothing: it is made again from the record after a crash.
/// </summary>
internal sealed class ExecutionBoard
{
    private readonly ChangeSet _changes;
    private readonly ChangeGraph _graph;
    private readonly NodeState[] _states;
    private readonly int[] _waitsFor;
    private readonly Queue<int> _ready = new();
    private readonly HashSet<int> _told = [];
    private int _open;

    /// <param name="changes">What is to be done.</param>
    /// <param name="graph">In which order.</param>
    /// <param name="reached">How far each component had come before a crash; null for a fresh start.</param>
    /// <param name="failed">Those that had failed before it, for which what their scope says is taken back.</param>
    /// <param name="underway">Whether a newer deployment takes its place.</param>
    public ExecutionBoard(
        ChangeSet changes, ChangeGraph graph, NodeState[]? reached = null, IReadOnlyCollection<int>? failed = null, bool underway = false)
    {
        _changes = changes;
        _graph = graph;
        _states = reached ?? new NodeState[changes.Changes.Length];
        _waitsFor = new int[_states.Length];
        for (var node = 0; node < _states.Length; node++)
        {
            if (changes.Changes[node].Action == ChangeAction.Unchanged)
                _states[node] = NodeState.Done;
        }
        if (_states.Any(s => s >= NodeState.ToRestore) && (underway || failed is { Count: > 0 }))
            TurnBack(failed ?? [], underway);
        else if (_states.Any(s => s >= NodeState.ToRestore))
            TurnBack();
        else
            Line(graph.DependenciesOf, s => s is NodeState.Waiting or NodeState.Active, s => s is NodeState.Done);
        Interrupted = [.. In(NodeState.Active)];
        Active = Interrupted.Count;
    }

    /// <summary>Components that were under way when the record was read, and count as active: they have to be told to go on.</summary>
    public IReadOnlyList<int> Interrupted { get; }

    public bool IsTurned { get; private set; }

    public int Active { get; private set; }

    /// <summary>Nothing is under way and nothing more can begin.</summary>
    public bool IsFinished => Active == 0 && (_open == 0 || _ready.Count == 0);

    /// <summary>The first component that failed on the way forward, and why.</summary>
    public (int Node, string Reason)? Failure { get; private set; }

    /// <summary>Whether a component goes backwards.</summary>
    public bool IsBack(int node) => _states[node] >= NodeState.ToRestore;

    public NodeState StateOf(int node) => _states[node];

    public IEnumerable<int> In(NodeState state) => Enumerable.Range(0, _states.Length).Where(n => _states[n] == state);

    /// <summary>Takes the next component that may begin.</summary>
    public bool TryTake(out int node)
    {
        while (_ready.TryDequeue(out node))
        {
            if (_states[node] is not (NodeState.Waiting or NodeState.ToRestore))
                continue;
            _states[node] = IsTurned ? NodeState.Restoring : NodeState.Active;
            if (IsTurned)
                _told.Add(node);
            Active++;
            return true;
        }
        return false;
    }

    /// <summary>A component has come to the end of its way; false when that was known, or is not to be expected.</summary>
    public bool Finish(int node, NodeState outcome)
    {
        var isBack = outcome is NodeState.Restored or NodeState.RestoreFailed;
        if (_states[node] != (isBack ? NodeState.Restoring : NodeState.Active))
            return false;
        _states[node] = outcome;
        Active--;
        if (IsTurned && !isBack)
            return true;
        _open--;
        // Forwards nothing may build on a component that failed; backwards everything must be taken back all the same.
        if (isBack || outcome == NodeState.Done)
            Release(node);
        return true;
    }

    /// <summary>A component that was told to go back is left as this deployment made it; false when it was not told so.</summary>
    public bool Keep(int node)
    {
        if (_states[node] != NodeState.Restoring)
            return false;
        _states[node] = NodeState.Done;
        Active--;
        _open--;
        Release(node);
        return true;
    }

    /// <summary>Records why the way forward ends here.</summary>
    public void Fail(int node, string reason) => Failure ??= (node, reason);

    /// <summary>Nothing further begins, and everything that was touched is taken back, dependents before what they depend on.</summary>
    public void TurnBack() => TurnBack(_ => true);

    /// <summary>Nothing further begins, and what these components' scopes say is taken back. What is under way and not among that goes
    /// on to its end. May come again, with more of them.</summary>
    /// <param name="failed">The components.</param>
    /// <param name="underway">Whether what is under way, or has failed, is taken back too, whatever the scopes say.</param>
    public void TurnBack(IReadOnlyCollection<int> failed, bool underway = false)
    {
        if (RollbackReach.Of(failed, _changes) is { } reach)
            TurnBack(node => reach.Contains(node) || (underway && _states[node] is NodeState.Active or NodeState.Failed));
        else
            TurnBack();
    }

    private void TurnBack(Func<int, bool> isReached)
    {
        IsTurned = true;
        for (var node = 0; node < _states.Length; node++)
        {
            var isUnchanged = _changes.Changes[node].Action == ChangeAction.Unchanged;
            _states[node] = _states[node] switch
            {
                NodeState.Waiting => NodeState.Skipped,
                NodeState.Active or NodeState.Done or NodeState.Failed when !isUnchanged && isReached(node) => NodeState.ToRestore,
                // Of one that is being taken back it is not known here whether it was told so.
                NodeState.Restoring when !_told.Contains(node) => NodeState.ToRestore,
                var other => other,
            };
        }
        Active = _states.Count(s => s is NodeState.Active or NodeState.Restoring);
        Line(_graph.DependentsOf, s => s == NodeState.ToRestore, s => s is not (NodeState.ToRestore or NodeState.Restoring));
        _open += _states.Count(s => s == NodeState.Restoring);
    }

    private void Line(Func<int, IReadOnlyList<int>> before, Func<NodeState, bool> isOpen, Func<NodeState, bool> isBehind)
    {
        _ready.Clear();
        _open = 0;
        for (var node = 0; node < _states.Length; node++)
        {
            if (!isOpen(_states[node]))
                continue;
            _open++;
            _waitsFor[node] = 0;
            foreach (var other in before(node))
            {
                if (!isBehind(_states[other]))
                    _waitsFor[node]++;
            }
            if (_waitsFor[node] == 0 && _states[node] != NodeState.Active)
                _ready.Enqueue(node);
        }
    }

    private void Release(int node)
    {
        foreach (var next in IsTurned ? _graph.DependenciesOf(node) : _graph.DependentsOf(node))
        {
            if (_states[next] is (NodeState.Waiting or NodeState.ToRestore) && --_waitsFor[next] == 0)
                _ready.Enqueue(next);
        }
    }
}
