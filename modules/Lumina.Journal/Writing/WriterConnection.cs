using Lumina.Journal.Chain;

namespace Lumina.Journal.Writing;

/// <summary>
/// Turns appends into rows, in one transaction. It knows the streams that it wrote last; as every writer adds to the end of the journal, that
/// knowledge holds for as long as the journal's last event is its own.
/// </summary>
internal sealed class WriterConnection(IWriterStore store) : IDisposable
{
    private const int KnownStreams = 50_000;

    /// <summary>For so long after a batch the next is tried without asking first. Later a connection may have been lost unnoticed, and then it is
    /// better to find out before anything was sent.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromMilliseconds(50);

    private readonly EventHash _hasher = new();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamPlace> _damaged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);
    private readonly List<EventRow> _rows = [];
    private readonly List<StreamPlace> _guessed = [];
    private bool _othersWrite = true;
    private long _wroteAt;
    private long _position;
    private ReadOnlyMemory<byte> _hash = EventHash.Genesis;

    /// <inheritdoc cref="IWriterStore.IsLost" />
    public bool IsLost => store.IsLost;

    /// <summary>
    /// Writes all appends that fit, in one transaction, and returns what became of each. After an exception this connection must not be
    /// used again, and nothing was written.
    /// </summary>
    /// <exception cref="OutcomeUnknownException">Whether it was written has to be found out.</exception>
    public List<Outcome> Write(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        // Where nobody else has written lately it is tried without asking first.
        var outcomes = store.IsFarAway && !_othersWrite && TimeProvider.System.GetElapsedTime(_wroteAt) < Recently ? TryAhead(batch, now) : null;
        outcomes ??= AskAndWrite(batch, now);
        _wroteAt = TimeProvider.System.GetTimestamp();
        return outcomes;
    }

    /// <summary>
    /// Whether a batch of another connection was committed. Beginning a transaction waits for the one that is asked about, should the server
    /// not have noticed yet that its connection is gone.
    /// </summary>
    public bool Holds(OutcomeUnknownException unknown)
    {
        store.Begin([]);
        var found = store.ReadHash(unknown.Position);
        store.Abandon();
        return found is not null && found.AsSpan().SequenceEqual(unknown.Hash);
    }

    public void Dispose() => store.Dispose();

    private List<Outcome> AskAndWrite(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        Begin(batch);
        var outcomes = Add(batch, now);
        if (_rows.Count == 0)
            store.Abandon();
        else
            Commit(outcomes, () => store.Commit(_rows, _heads.Values));
        return outcomes;
    }

    /// <summary>Takes callers at their word about streams that are not known here; null when something was not as expected, and nothing was written.</summary>
    private List<Outcome>? TryAhead(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var (position, hash) = (_position, _hash);
        Clear();
        _guessed.Clear();
        if (_sequences.Count > KnownStreams)
            _sequences.Clear();
        foreach (var append in batch.Select(pending => pending.Append))
        {
            Guess(append.Stream, append.ExpectedSequence);
            if (append.Guard is { } guard)
                Guess(guard.Stream, guard.Sequence);
        }

        var outcomes = Add(batch, now);
        var done = false;
        if (_rows.Count > 0)
            Commit(outcomes, () => done = store.TryCommit(hash, _guessed, _rows, _heads.Values));
        if (done)
            return outcomes;
        (_position, _hash) = (position, hash);
        _sequences.Clear();
        return null;
    }

    private void Guess(string stream, long sequence)
    {
        if (_sequences.TryAdd(stream, sequence))
            _guessed.Add(new(stream, sequence, sequence));
    }

    private List<Outcome> Add(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var outcomes = new List<Outcome>(batch.Count);
        foreach (var pending in batch)
            outcomes.Add(Add(pending.Append, Ticks.Of(now)));
        return outcomes;
    }

    private void Commit(List<Outcome> outcomes, Action commit)
    {
        try
        {
            commit();
        }
        catch (Exception exception) when (store.MayHaveCommitted(exception))
        {
            throw new OutcomeUnknownException(_position, _rows[^1].Hash, outcomes, exception);
        }
    }

    private void Clear()
    {
        _heads.Clear();
        _rows.Clear();
        _damaged.Clear();
    }

    private void Begin(IReadOnlyList<PendingAppend> batch)
    {
        Clear();
        if (_othersWrite || _sequences.Count > KnownStreams)
            _sequences.Clear();
        var streams = batch.Select(pending => pending.Append.Stream).Concat(batch.Select(pending => pending.Append.Guard?.Stream).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        var asked = streams.Where(stream => !_sequences.ContainsKey(stream)).ToList();
        var end = store.Begin(asked);
        _othersWrite = end.Position != _position || !end.Hash.Span.SequenceEqual(_hash.Span);
        if (_othersWrite)
            _sequences.Clear();
        (_position, _hash) = (end.Position, end.Hash);
        Learn(end.Streams);
        if (_othersWrite)
            Learn(store.Read([.. streams.Except(asked, StringComparer.Ordinal)]));
    }

    private void Learn(IReadOnlyList<StreamPlace> places)
    {
        foreach (var place in places)
        {
            if (place.Head == place.Newest)
                _sequences[place.Stream] = place.Head;
            else
                _damaged[place.Stream] = place;
        }
    }

    private Outcome Add(Append append, long at)
    {
        if (Damage(append.Stream) is { } damaged)
            return damaged;
        var sequence = _sequences[append.Stream];
        if (sequence != append.ExpectedSequence)
            return new(null, new JournalConflictException(append.Stream, append.ExpectedSequence, sequence));
        if (append.Guard is { } guard)
        {
            if (Damage(guard.Stream) is { } hurt)
                return hurt;
            if (_sequences[guard.Stream] != guard.Sequence)
                return new(null, new JournalGuardException(guard.Stream, guard.Sequence, _sequences[guard.Stream]));
        }
        foreach (var added in append.Events)
            Add(append.Stream, ++sequence, at, added);
        var head = new StreamHead(append.Stream, sequence, _position, append.State, append.DueAt?.ToUniversalTime());
        _sequences[append.Stream] = sequence;
        _heads[append.Stream] = head;
        return new(head, null);
    }

    private Outcome? Damage(string stream) => !_damaged.TryGetValue(stream, out var place) ? null : new(null, new JournalUnavailableException(
        $"The journal is damaged: the head of stream {stream} is at {place.Head}, its events at {place.Newest}. Verify the journal, and restore a backup."));

    private void Add(string stream, long sequence, long at, NewEvent added)
    {
        var position = _position + 1;
        var hash = _hasher.Compute(_hash.Span, position, stream, sequence, at, added.Type, added.Deployment, added.Data.Span);
        _rows.Add(new(position, stream, sequence, at, added, hash));
        _position = position;
        _hash = hash;
    }
}
