namespace Lumina.Journal.Checkpoints;

/// <summary>Holds checkpoints, which come in the order of their positions, against events, which do too.</summary>
internal sealed class CheckpointMatch : IAsyncDisposable
{
    private readonly IAsyncEnumerator<JournalCheckpoint> _checkpoints;
    private readonly string _source;
    private readonly IReadOnlyDictionary<string, byte[]> _keys;
    private bool _more = true;

    private CheckpointMatch(IAsyncEnumerator<JournalCheckpoint> checkpoints, string source, IReadOnlyDictionary<string, byte[]> keys)
    {
        _checkpoints = checkpoints;
        _source = source;
        _keys = keys;
    }

    /// <summary>How many events had the hash that was signed.</summary>
    public long Matched { get; private set; }

    /// <summary>The last of them.</summary>
    public JournalCheckpoint? Last { get; private set; }

    /// <param name="checkpoints">In the order of their positions.</param>
    /// <param name="source">Where they are from, for people.</param>
    /// <param name="keys">Public keys by their ids; what others have signed does not hold here.</param>
    /// <param name="cancellationToken">Ends reading them.</param>
    public static async Task<CheckpointMatch> BeginAsync(
        IAsyncEnumerable<JournalCheckpoint> checkpoints, string source, IReadOnlyDictionary<string, byte[]> keys, CancellationToken cancellationToken)
    {
        var match = new CheckpointMatch(checkpoints.GetAsyncEnumerator(cancellationToken), source, keys);
        await match.NextAsync();
        return match;
    }

    /// <summary>Takes the next event. What is wrong about it or before it; null when nothing is.</summary>
    public async ValueTask<string?> TakeAsync(long position, ReadOnlyMemory<byte> hash)
    {
        while (_more && _checkpoints.Current.Position <= position)
        {
            var checkpoint = _checkpoints.Current;
            if (Forged(checkpoint) is { } forged)
                return forged;
            if (checkpoint.Position < position)
                return $"Event {checkpoint.Position}, of which {Named(checkpoint)} tells, is gone.";
            if (!checkpoint.Hash.Span.SequenceEqual(hash.Span))
                return $"{Named(checkpoint)} says that another event was here: the journal was made anew up to here.";
            (Matched, Last) = (Matched + 1, checkpoint);
            await NextAsync();
        }

        return null;
    }

    /// <summary>Leaves out what is in a file that is not here.</summary>
    public async ValueTask SkipAsync(long position)
    {
        while (_more && _checkpoints.Current.Position <= position)
            await NextAsync();
    }

    /// <summary>Of what there is left, after the last event.</summary>
    public (long Position, string Reason)? End(long last) => _more
        ? (_checkpoints.Current.Position, Forged(_checkpoints.Current)
            ?? $"The journal ends at {last}; {Named(_checkpoints.Current)} tells of event {_checkpoints.Current.Position}: the newest events were cut off.")
        : null;

    public ValueTask DisposeAsync() => _checkpoints.DisposeAsync();

    private async ValueTask NextAsync() => _more = await _checkpoints.MoveNextAsync();

    private string? Forged(JournalCheckpoint checkpoint) =>
        !_keys.TryGetValue(checkpoint.Key, out var key) ? $"{Named(checkpoint)} is by key {checkpoint.Key}, which nobody knows."
        : CheckpointKey.HasSigned(key, checkpoint) ? null
        : $"{Named(checkpoint)} was changed: its signature does not hold.";

    private string Named(JournalCheckpoint checkpoint) => $"the checkpoint at {checkpoint.Position} {_source}";
}
