using System.Collections.Concurrent;

namespace Lumina.Robustness.Load;

/// <summary>What a client was after.</summary>
internal enum Wish
{
    /// <summary>A version that works.</summary>
    Good,

    /// <summary>A version of which one component never becomes healthy.</summary>
    Bad,

    /// <summary>To go back.</summary>
    Back,
}

/// <summary>A deployment that a client was told to be accepted.</summary>
/// <param name="Deployment">Its id.</param>
/// <param name="Wish">What it was for.</param>
internal sealed record Accepted(string Deployment, Wish Wish)
{
    /// <summary>Whether somebody tried to cancel it, whatever came of that.</summary>
    public bool CancelTried { get; init; }

    /// <summary>Whether a host said that it would be cancelled.</summary>
    public bool CancelAccepted { get; init; }
}

/// <summary>Something that a client was shown: it was in the journal then.</summary>
internal sealed record SeenEvent(string Deployment, long Position, string Type);

/// <summary>What clients were told; the journal is held against it afterwards.</summary>
internal sealed class ClientRecord
{
    private readonly ConcurrentDictionary<string, Accepted> _accepted = new();
    private readonly ConcurrentDictionary<long, SeenEvent> _seen = new();
    private readonly ConcurrentQueue<string> _contradictions = new();
    private int _duplicates;
    private int _pauses;

    public IReadOnlyList<Accepted> Accepted => [.. _accepted.Values];

    public IReadOnlyList<SeenEvent> Seen => [.. _seen.Values];

    /// <summary>What hosts told that can't both be true.</summary>
    public IReadOnlyList<string> Contradictions => [.. _contradictions];

    /// <summary>How many requests were sent once more, at the same time to another host or much later.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>How often a host said that a deployment was paused; each was resumed.</summary>
    public int Pauses => Volatile.Read(ref _pauses);

    public void Accept(string deployment, Wish wish) => _accepted.TryAdd(deployment, new Accepted(deployment, wish));

    public void CancelTried(string deployment) => Change(deployment, accepted => accepted with { CancelTried = true });

    public void CancelAccepted(string deployment) => Change(deployment, accepted => accepted with { CancelAccepted = true });

    public void See(string deployment, long position, string type)
    {
        var seen = new SeenEvent(deployment, position, type);
        if (_seen.GetOrAdd(position, seen) is var before && before != seen)
            Contradict($"position {position} was shown as {before.Deployment} {before.Type} and as {deployment} {type}");
    }

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Paused() => Interlocked.Increment(ref _pauses);

    public void Contradict(string what) => _contradictions.Enqueue(what);

    private void Change(string deployment, Func<Accepted, Accepted> change)
    {
        if (_accepted.TryGetValue(deployment, out var accepted))
            _accepted[deployment] = change(accepted);
    }
}
