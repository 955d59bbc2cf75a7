using System.Data;
using Lumina.Journal.Chain;
using Npgsql;
using NpgsqlTypes;

namespace Lumina.Journal.Writing;

/// <summary>
/// Appends to PostgreSQL: one or two round trips a transaction, however many rows. Writers, in whatever process, take turns by an advisory lock that
/// lasts to the end of the transaction: so positions become visible in their order, and a reader can't miss one that is committed late.
/// </summary>
internal sealed partial class PostgresWriterStore : IWriterStore
{
    /// <summary>Where writers tell that they have committed; what they tell is who they are.</summary>
    public const string Channel = "lumina_journal";

    /// <summary>"LUMI", and 2: the migrations have 1.</summary>
    private const string Lock = "select pg_advisory_xact_lock(1280658761, 2)";

    /// <summary>
    /// An answer must mean that it is on disk, whatever the server's default is. A writer that was frozen while it held the lock is thrown out,
    /// and one that waits for the lock gives up in the end. The tables grow faster than the planner hears of it, so it is told what we know:
    /// that rows are found by index.
    /// </summary>
    private const string Settings =
        """
        select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local');
        set idle_in_transaction_session_timeout = '15s';
        set lock_timeout = '25s';
        set plan_cache_mode = force_generic_plan;
        set enable_seqscan = off;
        set jit = off
        """;

    /// <summary>What one statement may carry, in bytes: the protocol's limit is 1 GiB.</summary>
    private const int StatementBytes = 64 * 1024 * 1024;

    private const NpgsqlDbType Numbers = NpgsqlDbType.Array | NpgsqlDbType.Bigint;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Blobs = NpgsqlDbType.Array | NpgsqlDbType.Bytea;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _begin;
    private readonly NpgsqlBatch _insertMore;
    private readonly NpgsqlBatch _finish;
    private readonly NpgsqlBatch _ahead;

    public PostgresWriterStore(NpgsqlConnection connection, CommitSignal committed)
    {
        _connection = connection;
        Run(Settings);
        const string Streams =
            """
            select s.stream,
                   coalesce((select h.sequence from journal_head h where h.stream = s.stream), 0),
                   coalesce(
                       (select e.sequence from journal_event e where e.stream = s.stream order by e.sequence desc limit 1),
                       (select a.sequence from journal_archived_stream a where a.stream = s.stream), 0)
              from unnest($1) as s (stream)
            """;
        const string Insert =
            """
            insert into journal_event (position, stream, sequence, at, type, deployment, data, hash)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """;
        const string Save =
            """
            insert into journal_head (stream, sequence, position, state, due_at)
            select * from unnest($1, $2, $3, $4, $5)
                on conflict (stream)
                do update set sequence = excluded.sequence, position = excluded.position, state = excluded.state, due_at = excluded.due_at
            """;
        ReadOnlySpan<NpgsqlDbType> eventTypes = [Numbers, Texts, Numbers, Numbers, Texts, Texts, Blobs, Blobs];
        _begin = Batch(
            Command("begin"), Command(Lock), Command("select position, hash from journal_event order by position desc limit 1"), Command(Streams, Texts));
        _insertMore = Batch(Command(Insert, eventTypes));
        _finish = Batch(
            Command(Insert, eventTypes),
            Command(Save, Texts, Numbers, Numbers, Blobs, Numbers),
            Command($"select pg_notify('{Channel}', '{committed.Id}')"),
            Command("commit"));
        _ahead = Batch(
            Command("begin"),
            Command(Lock),
            Command(InsertIfExpected, [.. eventTypes, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea, Texts, Numbers]),
            Command(SaveIfInserted, Texts, Numbers, Numbers, Blobs, Numbers, NpgsqlDbType.Bigint, NpgsqlDbType.Bytea),
            Command($"select pg_notify('{Channel}', '{committed.Id}')"),
            Command("commit"));
    }

    /// <inheritdoc />
    public bool IsLost => _connection.State != ConnectionState.Open;

    /// <inheritdoc />
    public JournalEnd Begin(IReadOnlyCollection<string> streams)
    {
        _begin.BatchCommands[3].Parameters[0].Value = streams.ToArray();
        using var reader = _begin.ExecuteReader();
        // The first result is that of the lock.
        reader.NextResult();
        var (position, hash) = reader.Read() ? (reader.GetInt64(0), (ReadOnlyMemory<byte>)reader.GetFieldValue<byte[]>(1)) : (0, EventHash.Genesis);
        reader.NextResult();
        return new(position, hash, Places(reader));
    }

    /// <inheritdoc />
    public IReadOnlyList<StreamPlace> Read(IReadOnlyCollection<string> streams)
    {
        if (streams.Count == 0)
            return [];
        using var command = new NpgsqlCommand(_begin.BatchCommands[3].CommandText, _connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = Texts, Value = streams.ToArray() });
        using var reader = command.ExecuteReader();
        return Places(reader);
    }

    /// <inheritdoc />
    public byte[]? ReadHash(long position)
    {
        using var command = new NpgsqlCommand("select hash from journal_event where position = $1", _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = position });
        return command.ExecuteScalar() as byte[];
    }

    /// <inheritdoc />
    public void Commit(IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads)
    {
        var rest = events;
        while (Fitting(rest) is var count && count < rest.Count)
        {
            Set(_insertMore.BatchCommands[0], [.. rest.Take(count)]);
            _insertMore.ExecuteNonQuery();
            rest = [.. rest.Skip(count)];
        }

        Set(_finish.BatchCommands[0], rest);
        Set(_finish.BatchCommands[1], heads);
        _finish.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public void Abandon() => Run("rollback");

    /// <summary>After an error that the server has told, on a connection that is still good, the transaction was rolled back for certain.</summary>
    public bool MayHaveCommitted(Exception exception) => exception is not PostgresException || IsLost;

    public void Dispose()
    {
        _begin.Dispose();
        _insertMore.Dispose();
        _finish.Dispose();
        _ahead.Dispose();
        _connection.Dispose();
    }

    private static List<StreamPlace> Places(NpgsqlDataReader reader)
    {
        var places = new List<StreamPlace>();
        while (reader.Read())
            places.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return places;
    }

    /// <summary>How many of the rows fit into one statement; at least one.</summary>
    private static int Fitting(IReadOnlyList<EventRow> events)
    {
        var (count, bytes) = (0, 0L);
        while (count < events.Count && (count == 0 || bytes + events[count].Event.Data.Length <= StatementBytes))
            bytes += events[count++].Event.Data.Length;
        return count;
    }

    private static void Set(NpgsqlBatchCommand command, IReadOnlyList<EventRow> rows) => Set(
        command,
        rows.Select(row => row.Position).ToArray(),
        rows.Select(row => row.Stream).ToArray(),
        rows.Select(row => row.Sequence).ToArray(),
        rows.Select(row => row.At).ToArray(),
        rows.Select(row => row.Event.Type).ToArray(),
        rows.Select(row => row.Event.Deployment).ToArray(),
        rows.Select(row => Statement.Bytes(row.Event.Data)).ToArray(),
        rows.Select(row => row.Hash).ToArray());

    private static void Set(NpgsqlBatchCommand command, IReadOnlyCollection<StreamHead> heads) => Set(
        command,
        heads.Select(head => head.Stream).ToArray(),
        heads.Select(head => head.Sequence).ToArray(),
        heads.Select(head => head.Position).ToArray(),
        heads.Select(head => Statement.Bytes(head.State)).ToArray(),
        heads.Select(head => head.DueAt is { } due ? Ticks.Of(due) : (long?)null).ToArray());

    private static void Set(NpgsqlBatchCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlDbType> types)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var type in types)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    private NpgsqlBatch Batch(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        batch.Prepare();
        return batch;
    }

    private void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }
}
