namespace Lumina.Traffic.Balancing;

/// <summary>
/// Chooses who takes the next request. Choosing and counting are one step under one lock, so that nothing can be given to a
/// destination after its drain began. Weights are kept exactly, by smooth weighted round robin (nginx's algorithm): in any run
/// of as many requests as the weights add up to, each revision has exactly its weight.
/// </summary>
internal sealed partial class Balancer
{
    private readonly Lock _lock = new();
    private readonly List<Destination> _destinations = [];
    private TrafficShares? _shares;
    private long[] _credit = [];
    private long _turn;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Until it is told, all instances of all revisions share evenly.</summary>
    public void Share(TrafficShares? shares)
    {
        lock (_lock)
        {
            _shares = shares;
            _credit = new long[shares?.Revisions.Length ?? 0];
            Signal();
        }
    }

    /// <summary>Takes a backend into the rotation; one with the same instance id gives up its place.</summary>
    public void Add(Backend backend)
    {
        lock (_lock)
        {
            if (Find(backend.Instance) is { Drained: null } known && known.Backend == backend)
                return;
            RemoveLocked(backend.Instance);
            _destinations.Add(new Destination(backend));
            Signal();
        }
    }

    /// <summary>Takes an instance out at once; its requests in flight go on as long as they can.</summary>
    public void Remove(string instance)
    {
        lock (_lock)
            RemoveLocked(instance);
    }

    /// <summary>Takes out all but these.</summary>
    public void KeepOnly(IReadOnlySet<string> instances)
    {
        lock (_lock)
        {
            foreach (var destination in _destinations.Where(destination => !instances.Contains(destination.Backend.Instance)).ToList())
                RemoveLocked(destination.Backend.Instance);
        }
    }

    /// <summary>Takes an instance out of the rotation. The task ends when its last request has.</summary>
    public Task DrainAsync(string instance)
    {
        lock (_lock)
        {
            if (Find(instance) is not { } destination)
                return Task.CompletedTask;
            destination.Drained ??= NewSignal();
            if (destination.InFlight == 0)
                Finish(destination);
            return destination.Drained.Task;
        }
    }

    /// <summary>Chooses and counts the request in. Null when nobody can take it; <paramref name="changed"/> ends when that may have changed.</summary>
    /// <param name="tried">Who is not to be chosen again.</param>
    /// <param name="changed">When to try again.</param>
    /// <param name="preferred">The revision that gets it as long as it has somebody, whatever its share; null for none.</param>
    public Destination? TryAcquire(ReadOnlySpan<Destination?> tried, out Task changed, int? preferred = null)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            return Count((preferred is { } revision ? LeastBusy(revision, tried) : null)
                ?? (_shares is { ByInstance: false } shares ? ChooseByWeight(shares, tried) : ChooseByInstance(tried)));
        }
    }

    /// <summary>The same, of one revision and no other.</summary>
    public Destination? TryAcquireOf(int revision, ReadOnlySpan<Destination?> tried, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            return Count(LeastBusy(revision, tried));
        }
    }

    /// <summary>The same, by whoever will not wait.</summary>
    public Destination? TryAcquireOf(int revision) => TryAcquireOf(revision, [], out _);

    /// <summary>The request has ended.</summary>
    public void Release(Destination destination)
    {
        lock (_lock)
        {
            if (--destination.InFlight == 0 && destination.Drained is not null)
                Finish(destination);
        }
    }

    private Destination? Count(Destination? chosen)
    {
        if (chosen is null)
            return null;
        chosen.InFlight++;
        chosen.LastTurn = ++_turn;
        _ = chosen.Client;
        return chosen;
    }

    private Destination? Find(string instance) => _destinations.Find(destination => destination.Backend.Instance == instance);

    private void RemoveLocked(string instance)
    {
        if (Find(instance) is not { } destination)
            return;
        _destinations.Remove(destination);
        destination.Drained ??= NewSignal();
        if (destination.InFlight == 0)
            Finish(destination);
    }

    // Its idle connections are closed now, by us, before the instance is asked to stop.
    private static void Finish(Destination destination)
    {
        if (destination.Drained!.TrySetResult()) // Set by every caller
            destination.Dispose();
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
