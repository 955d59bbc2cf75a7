using System.Data;
using System.Data.Common;
using Lumina.Journal.Chain;

namespace Lumina.Journal.Writing;

/// <summary>Appends to SQLite: statements that are prepared once and run row by row, for the database is in this process.</summary>
internal sealed class SqliteWriterStore : IWriterStore
{
    private readonly DbConnection _connection;
    private readonly Statement _last;
    private readonly Statement _head;
    private readonly Statement _insert;
    private readonly Statement _save;
    private DbTransaction? _transaction;

    public SqliteWriterStore(DbConnection connection)
    {
        _connection = connection;
        _last = new(connection, "select position, hash from journal_event order by position desc limit 1");
        _head = new(
            connection,
            """
            select coalesce((select sequence from journal_head where stream = @stream), 0),
                   coalesce(
                       (select max(sequence) from journal_event where stream = @stream),
                       (select sequence from journal_archived_stream where stream = @stream), 0)
            """,
            "stream");
        _insert = new(
            connection,
            """
            insert into journal_event (position, stream, sequence, at, type, deployment, data, hash)
            values (@position, @stream, @sequence, @at, @type, @deployment, @data, @hash)
            """,
            "position", "stream", "sequence", "at", "type", "deployment", "data", "hash");
        _save = new(
            connection,
            """
            insert into journal_head (stream, sequence, position, state, due_at)
            values (@stream, @sequence, @position, @state, @due_at)
                on conflict (stream)
                do update set sequence = excluded.sequence, position = excluded.position, state = excluded.state, due_at = excluded.due_at
            """,
            "stream", "sequence", "position", "state", "due_at");
    }

    /// <inheritdoc />
    public bool IsLost => _connection.State != ConnectionState.Open;

    private ReadOnlySpan<Statement> Statements => new[] { _last, _head, _insert, _save };

    /// <inheritdoc />
    public JournalEnd Begin(IReadOnlyCollection<string> streams)
    {
        // A serializable transaction takes the write lock when it begins.
        _transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        foreach (var statement in Statements)
            statement.Enlist(_transaction);
        var (position, hash) = _last.Read(
            reader => (reader.GetInt64(0), (ReadOnlyMemory<byte>)reader.GetFieldValue<byte[]>(1)), (0, EventHash.Genesis));
        return new(position, hash, Read(streams));
    }

    /// <inheritdoc />
    public IReadOnlyList<StreamPlace> Read(IReadOnlyCollection<string> streams)
    {
        var places = new List<StreamPlace>(streams.Count);
        foreach (var stream in streams)
        {
            _head.Set(0, stream);
            places.Add(_head.Read(reader => new StreamPlace(stream, reader.GetInt64(0), reader.GetInt64(1)), new(stream, 0, 0)));
        }

        return places;
    }

    /// <inheritdoc />
    public byte[]? ReadHash(long position) =>
        throw new InvalidOperationException("A commit on SQLite is never in doubt.");

    /// <inheritdoc />
    public void Commit(IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads)
    {
        foreach (var row in events)
            Insert(row);
        foreach (var head in heads)
            Save(head);
        _transaction?.Commit();
        End();
    }

    /// <inheritdoc />
    public bool IsFarAway => false;

    /// <inheritdoc />
    public bool TryCommit(
        ReadOnlyMemory<byte> last, IReadOnlyCollection<StreamPlace> expected, IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads) =>
        throw new InvalidOperationException("The database is in this process: ask it first.");

    /// <inheritdoc />
    public void Abandon() => End();

    /// <inheritdoc />
    public bool MayHaveCommitted(Exception exception) => false;

    public void Dispose()
    {
        End();
        foreach (var statement in Statements)
            statement.Dispose();
        _connection.Dispose();
    }

    private void End()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    private void Insert(EventRow row)
    {
        _insert.Set(0, row.Position);
        _insert.Set(1, row.Stream);
        _insert.Set(2, row.Sequence);
        _insert.Set(3, row.At);
        _insert.Set(4, row.Event.Type);
        _insert.Set(5, row.Event.Deployment);
        _insert.Set(6, Statement.Bytes(row.Event.Data));
        _insert.Set(7, row.Hash);
        _insert.Run();
    }

    private void Save(StreamHead head)
    {
        _save.Set(0, head.Stream);
        _save.Set(1, head.Sequence);
        _save.Set(2, head.Position);
        _save.Set(3, Statement.Bytes(head.State));
        _save.Set(4, head.DueAt is { } due ? Ticks.Of(due) : null);
        _save.Run();
    }
}
