using System.Data;
using System.Data.Common;
using Lumina.Journal.Chain;

namespace Lumina.Journal.Writing;

/// <summary>
/// The connection that appends. Its statements are prepared once. It knows the streams that it wrote last; as every writer
/// adds to the end of the journal, that knowledge holds for as long as the journal's last event is its own.
/// </summary>
internal sealed class WriterConnection : IDisposable
{
    private const int KnownStreams = 50_000;

    private readonly DbConnection _connection;
    private readonly Statement _last;
    private readonly Statement _head;
    private readonly Statement _insert;
    private readonly Statement _save;
    private readonly EventHash _hasher = new();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);
    private long _position;
    private ReadOnlyMemory<byte> _hash = EventHash.Genesis;

    public WriterConnection(DbConnection connection)
    {
        _connection = connection;
        _last = new(connection, "select position, hash from journal_event order by position desc limit 1");
        _head = new(
            connection,
            """
            select coalesce((select sequence from journal_head where stream = @stream), 0),
                   coalesce((select max(sequence) from journal_event where stream = @stream), 0)
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

    /// <summary>
    /// Writes all appends that fit, in one transaction, and returns what became of each. After an exception nothing was written, and this
    /// connection must not be used again.
    /// </summary>
    public List<Outcome> Write(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var outcomes = new List<Outcome>(batch.Count);
        using var transaction = _connection.BeginTransaction(IsolationLevel.Serializable);
        foreach (var statement in (ReadOnlySpan<Statement>)[_last, _head, _insert, _save])
            statement.Enlist(transaction);
        _heads.Clear();
        Resume();
        foreach (var pending in batch)
            outcomes.Add(Write(pending.Append, Ticks.Of(now)));
        foreach (var head in _heads.Values)
            Save(head);
        transaction.Commit();
        return outcomes;
    }

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_last, _head, _insert, _save])
            statement.Dispose();
        _connection.Dispose();
    }

    private void Resume()
    {
        var (position, hash) = _last.Read(
            reader => (reader.GetInt64(0), (ReadOnlyMemory<byte>)reader.GetFieldValue<byte[]>(1)), (0, EventHash.Genesis));
        if (position != _position || !hash.Span.SequenceEqual(_hash.Span) || _sequences.Count > KnownStreams)
            _sequences.Clear();
        _position = position;
        _hash = hash;
    }

    private Outcome Write(Append append, long at)
    {
        if (!_sequences.TryGetValue(append.Stream, out var sequence))
        {
            _head.Set(0, append.Stream);
            (sequence, var newest) = _head.Read(reader => (reader.GetInt64(0), reader.GetInt64(1)), (0, 0));
            if (sequence != newest)
            {
                return new(null, new JournalUnavailableException(
                    $"The journal is damaged: the head of stream {append.Stream} is at {sequence}, its events at {newest}. "
                    + "Verify the journal, and restore a backup."));
            }
        }

        if (sequence != append.ExpectedSequence)
            return new(null, new JournalConflictException(append.Stream, append.ExpectedSequence, sequence));
        foreach (var added in append.Events)
            Insert(append.Stream, ++sequence, at, added);
        var head = new StreamHead(append.Stream, sequence, _position, append.State, append.DueAt?.ToUniversalTime());
        _sequences[append.Stream] = sequence;
        _heads[append.Stream] = head;
        return new(head, null);
    }

    private void Insert(string stream, long sequence, long at, NewEvent added)
    {
        var position = _position + 1;
        var hash = _hasher.Compute(_hash.Span, position, stream, sequence, at, added.Type, added.Deployment, added.Data.Span);
        _insert.Set(0, position);
        _insert.Set(1, stream);
        _insert.Set(2, sequence);
        _insert.Set(3, at);
        _insert.Set(4, added.Type);
        _insert.Set(5, added.Deployment);
        _insert.Set(6, Statement.Bytes(added.Data));
        _insert.Set(7, hash);
        _insert.Run();
        _position = position;
        _hash = hash;
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
