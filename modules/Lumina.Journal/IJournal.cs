namespace Lumina.Journal;

/// <summary>
/// The one record of what happened: append-only streams of events, hash-chained over the whole journal. Beside its events the
/// journal keeps each stream's head: how far it has come, the state that the events fold to, and when it wants to be woken.
/// The head is written in the same transaction as the events, so the two can't differ.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Appends events to a stream, all or none. Returns when they are on disk. Calls from many threads share one transaction.
    /// </summary>
    /// <exception cref="JournalConflictException">The stream is not at <see cref="Append.ExpectedSequence"/>: somebody else, newer,
    /// has written. The caller has lost its right to act.</exception>
    /// <exception cref="JournalGuardException">The stream of <see cref="Append.Guard"/> is elsewhere. Nothing was appended.</exception>
    /// <exception cref="JournalUnavailableException">The store can't be written now (disk full, database gone). Nothing was appended,
    /// unless the connection was lost in the middle of a commit and the database did not come back within a minute: then the message says that it
    /// is not known, and the stream's head tells.</exception>
    Task<StreamHead> AppendAsync(Append append, CancellationToken cancellationToken = default);

    /// <summary>The head of a stream; one with sequence 0 and no state when nothing was ever appended to it.</summary>
    Task<StreamHead> ReadHeadAsync(string stream, CancellationToken cancellationToken = default);

    /// <summary>Heads of all streams whose name begins with <paramref name="prefix"/>, in the order of their names.</summary>
    IAsyncEnumerable<StreamHead> ReadHeadsAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Heads of streams whose name begins with <paramref name="prefix"/> and that wanted to be woken at or before <paramref name="due"/>.</summary>
    IAsyncEnumerable<StreamHead> ReadDueAsync(string prefix, DateTimeOffset due, CancellationToken cancellationToken = default);

    /// <summary>Events after a position, in order, as many as there are now and match.</summary>
    IAsyncEnumerable<JournalEvent> ReadAsync(JournalQuery query, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReadAsync"/>, and then waits for further events until cancelled.</summary>
    /// <exception cref="JournalArchivedException">Some of those that are asked for were archived: who follows must not miss them unnoticed.</exception>
    IAsyncEnumerable<JournalEvent> FollowAsync(JournalQuery query, CancellationToken cancellationToken = default);

    /// <summary>The position of the newest event; 0 for an empty journal.</summary>
    Task<long> ReadPositionAsync(CancellationToken cancellationToken = default);

    /// <summary>Recomputes the hash chain from the first event on that was not archived. It looks neither at archives nor at checkpoints.</summary>
    Task<JournalVerification> VerifyAsync(CancellationToken cancellationToken = default);
}

/// <summary>One append: events for one stream, and the stream's new head.</summary>
/// <param name="Stream">Name of the stream, 1 to 400 characters.</param>
/// <param name="ExpectedSequence">The sequence number of the stream's last event as the caller knows it; 0 for a new stream.</param>
/// <param name="Events">At least one.</param>
/// <param name="State">What the events fold to, as JSON.</param>
/// <param name="DueAt">When the stream wants to be woken; null for never.</param>
public sealed record Append(
    string Stream, long ExpectedSequence, IReadOnlyList<NewEvent> Events, ReadOnlyMemory<byte> State, DateTimeOffset? DueAt)
{
    /// <summary>Another stream that must not have moved either; null for none.</summary>
    public StreamGuard? Guard { get; init; }
}

/// <summary>Where a stream has to be for what is appended to another one to count: checked in the transaction that writes.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Sequence">The sequence number of its last event.</param>
public sealed record StreamGuard(string Stream, long Sequence);

/// <summary>An event that is to be appended.</summary>
/// <param name="Type">What happened, as a stable name (<c>rollout-started</c>).</param>
/// <param name="Deployment">The deployment that it belongs to; null for none.</param>
/// <param name="Data">Its particulars, as JSON. Never holds a secret.</param>
public sealed record NewEvent(string Type, string? Deployment, ReadOnlyMemory<byte> Data);

/// <summary>An event that was appended.</summary>
/// <param name="Position">Its place in the whole journal, from 1, growing, possibly with gaps.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in its stream, from 1, without gaps.</param>
/// <param name="At">When it was appended.</param>
/// <param name="Type">What happened.</param>
/// <param name="Deployment">The deployment that it belongs to; null for none.</param>
/// <param name="Data">Its particulars, as JSON.</param>
/// <param name="Hash">SHA-256 over the previous event's hash and all the above.</param>
public sealed record JournalEvent(
    long Position, string Stream, long Sequence, DateTimeOffset At, string Type, string? Deployment, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Hash);

/// <summary>How far a stream has come.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Sequence">The sequence number of its last event; 0 when it has none.</param>
/// <param name="Position">The position of its last event; 0 when it has none.</param>
/// <param name="State">What its events fold to, as JSON; empty when it has none.</param>
/// <param name="DueAt">When it wants to be woken; null for never.</param>
public sealed record StreamHead(string Stream, long Sequence, long Position, ReadOnlyMemory<byte> State, DateTimeOffset? DueAt);

/// <summary>Which events are asked for. All conditions given must hold.</summary>
/// <param name="After">Only events after this position.</param>
/// <param name="Stream">Only events of this stream.</param>
/// <param name="Deployment">Only events of this deployment.</param>
/// <param name="Limit">At most so many, 1 to 100,000; for following, at most so many per round trip.</param>
/// <param name="AfterSequence">Only events after this one of their streams: with a stream's head, its newest few.</param>
public sealed record JournalQuery(
    long After = 0, string? Stream = null, string? Deployment = null, int Limit = 100_000, long AfterSequence = 0);

/// <summary>What a check of the hash chain found.</summary>
/// <param name="Events">How many events were checked.</param>
/// <param name="BrokenAt">The position of the first event that does not fit; null when all do.</param>
/// <param name="Reason">What does not fit about it.</param>
public sealed record JournalVerification(long Events, long? BrokenAt, string? Reason);

/// <summary>A stream was not where the writer believed it to be.</summary>
public sealed class JournalConflictException(string stream, long expected, long actual)
    : Exception($"Stream {stream} is at {actual}, not at {expected}: another writer was here.")
{
    public string Stream { get; } = stream;

    public long Expected { get; } = expected;

    public long Actual { get; } = actual;
}

/// <summary>The stream that guards an append (<see cref="Append.Guard"/>) was not where it had to be.</summary>
public sealed class JournalGuardException(string stream, long expected, long actual)
    : Exception($"Stream {stream}, on which this hangs, is at {actual}, not at {expected}.")
{
    public string Stream { get; } = stream;

    public long Expected { get; } = expected;

    public long Actual { get; } = actual;
}

/// <summary>The store behind the journal can't be used now.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the append may be in the journal all the same: whoever made it must not go by what was before, but read the stream again.</summary>
    public bool MayBeWritten { get; init; }
}

/// <summary>Events that somebody wants to follow are not in the database any more.</summary>
/// <param name="what">What was to be followed.</param>
/// <param name="after">From which position.</param>
/// <param name="archived">The last position that was archived.</param>
/// <param name="file">The file that it is in.</param>
public sealed class JournalArchivedException(string what, long after, long archived, string file)
    : Exception($"{what} can't be followed from {after} on: events up to {archived} were archived, the last of them in {file}.")
{
    public long Archived { get; } = archived;

    public string File { get; } = file;
}
