namespace Lumina.Journal.Writing;

/// <summary>
/// Tells those who wait that something was committed: of everything, or of one deployment. With a thousand deployments at the same time, each followed by
/// somebody, every commit would otherwise have a thousand readers look for what is of interest to one of them.
/// </summary>
internal sealed class CommitSignal
{
    private readonly Lock _gate = new();
    private readonly HashSet<CommitListener> _toAll = [];
    private readonly Dictionary<string, HashSet<CommitListener>> _toOne = new(StringComparer.Ordinal);

    /// <summary>Tells commits that this signal was raised for from those of other writers on the same database.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>Listens, until it is disposed, for commits of a deployment, or for all with null.</summary>
    public CommitListener Listen(string? deployment)
    {
        var listener = new CommitListener(this, deployment);
        lock (_gate)
        {
            if (deployment is null)
                _toAll.Add(listener);
            else if (_toOne.TryGetValue(deployment, out var others))
                others.Add(listener);
            else
                _toOne.Add(deployment, [listener]);
        }

        return listener;
    }

    /// <summary>Something was committed, nobody says what.</summary>
    public void Raise()
    {
        CommitListener[] told;
        lock (_gate)
            told = [.. _toAll, .. _toOne.Values.SelectMany(listeners => listeners)];
        Tell(told);
    }

    /// <summary>Events of these deployments were committed, and may be others that belong to none.</summary>
    public void Raise(IEnumerable<string?> deployments)
    {
        var told = new HashSet<CommitListener>();
        lock (_gate)
        {
            told.UnionWith(_toAll);
            if (_toOne.Count > 0)
            {
                foreach (var deployment in deployments)
                {
                    if (deployment is not null && _toOne.TryGetValue(deployment, out var listeners))
                        told.UnionWith(listeners);
                }
            }
        }

        Tell(told);
    }

    internal void Leave(CommitListener listener)
    {
        lock (_gate)
        {
            if (listener.Deployment is not { } deployment)
                _toAll.Remove(listener);
            else if (_toOne.TryGetValue(deployment, out var others) && others.Remove(listener) && others.Count == 0)
                _toOne.Remove(deployment);
        }
    }

    private static void Tell(IEnumerable<CommitListener> listeners)
    {
        foreach (var listener in listeners)
            listener.Hear();
    }
}

/// <summary>One who waits for commits.</summary>
internal sealed class CommitListener(CommitSignal signal, string? deployment) : IDisposable
{
    private TaskCompletionSource _next = Fresh();

    public string? Deployment => deployment;

    /// <summary>Ends with the next commit of interest. Take it before reading, so that no commit falls between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Dispose() => signal.Leave(this);

    internal void Hear() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
