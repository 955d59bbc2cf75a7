using System.Data.Common;
using Npgsql;

namespace Lumina.Journal.Writing;

/// <summary>
/// A connection that appends, one transaction at a time: what differs between the engines. From <see cref="Begin"/> to the end of the
/// transaction nobody else appends, wherever they are.
/// </summary>
internal interface IWriterStore : IDisposable
{
    /// <summary>Whether the connection is gone, so that another one may do better.</summary>
    bool IsLost { get; }

    /// <summary>Begins a transaction when no other writer has one, and reads the journal's last event and where these streams are.</summary>
    JournalEnd Begin(IReadOnlyCollection<string> streams);

    /// <summary>Where further streams are, in the transaction that was begun.</summary>
    IReadOnlyList<StreamPlace> Read(IReadOnlyCollection<string> streams);

    /// <summary>The hash of the event at a position, in the transaction that was begun; null when there is none.</summary>
    byte[]? ReadHash(long position);

    /// <summary>Writes all of it and commits.</summary>
    void Commit(IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads);

    /// <summary>Whether asking first costs so much that <see cref="TryCommit"/> is worth trying.</summary>
    bool IsFarAway { get; }

    /// <summary>
    /// Without <see cref="Begin"/>: writes all of it and commits, in one go, if the journal's last event has this hash and the streams are where
    /// they are expected to be, in their heads and in their events. False when it is not so, or it is too much for one go: then nothing was written.
    /// </summary>
    bool TryCommit(
        ReadOnlyMemory<byte> last, IReadOnlyCollection<StreamPlace> expected, IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads);

    /// <summary>Ends the transaction without having written anything.</summary>
    void Abandon();

    /// <summary>
    /// Whether a commit that failed with this exception may have happened all the same: the answer was lost, not the transaction.
    /// </summary>
    bool MayHaveCommitted(Exception exception);

    /// <summary>The store that fits a connection; on PostgreSQL it tells other processes of its commits, under the signal's name.</summary>
    static IWriterStore Of(DbConnection connection, CommitSignal committed) =>
        connection is NpgsqlConnection server ? new PostgresWriterStore(server, committed) : new SqliteWriterStore(connection);
}

/// <summary>The journal's last event, and where streams are.</summary>
internal readonly record struct JournalEnd(long Position, ReadOnlyMemory<byte> Hash, IReadOnlyList<StreamPlace> Streams);

/// <summary>Where a stream is: as its head has it, and as its events have it. They differ only in a journal that is damaged.</summary>
internal readonly record struct StreamPlace(string Stream, long Head, long Newest);

/// <summary>An event as it is written.</summary>
internal readonly record struct EventRow(long Position, string Stream, long Sequence, long At, NewEvent Event, byte[] Hash);
