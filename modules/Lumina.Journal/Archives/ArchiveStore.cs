using System.Data.Common;
using System.Globalization;
using Lumina.Journal.Reading;
using Lumina.Journal.Writing;

namespace Lumina.Journal.Archives;

/// <summary>What the database knows of archives.</summary>
internal sealed class ArchiveStore(DbDataSource dataSource)
{
    private const string Select = "select first, previous, last, hash, at, key, signature, file from journal_archive";

    // What looks into the events, which are many: IndexTests asks how each is answered.
    internal const string Ends =
        "select coalesce((select min(position) from journal_event), 0), coalesce((select max(position) from journal_event), 0)";
    internal const string TimeOf = "select at from journal_event where position >= @middle order by position limit 1";
    internal const string Holding =
        """
        select e.position, e.deployment from journal_event e join journal_head h on h.stream = e.deployment
         where e.position <= @cut and e.deployment is not null and (h.position > @cut or h.due_at is not null)
         order by e.position limit 1
        """;

    // Of the whole index over streams SQLite would read all, were it not for the ''.
    internal const string KeepStreams =
        """
        insert into journal_archived_stream (stream, sequence, position)
        select stream, max(sequence), max(position)
          from (select stream || '' as stream, sequence, position from journal_event where position <= @last) as moved
         group by stream
            on conflict (stream) do update set sequence = excluded.sequence, position = excluded.position
        """;

    internal const string Remove = "delete from journal_event where position <= @last";
    internal const string Find =
        Select + " where first <= (select position from journal_archived_stream where stream = @stream) order by first desc limit 1";

    internal const string FollowedStream =
        """
        select s.position, s.sequence, (select a.file from journal_archive a where a.first <= s.position order by a.first desc limit 1)
          from journal_archived_stream s where s.stream = @stream and s.position > @after
        """;

    /// <summary>All, oldest first.</summary>
    public Task<List<ArchivedRange>> ReadAsync(CancellationToken cancellationToken) =>
        new Query(dataSource, Select + " order by first").ReadAsync(Row, cancellationToken);

    /// <summary>The file with the last archived event of a stream; null when none of its events was archived.</summary>
    public async Task<ArchivedRange?> FindAsync(string stream, CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, Find, ("stream", stream));
        return await query.ReadAsync(Row, cancellationToken) is [var range] ? range : null;
    }

    /// <summary>Refuses who wants to follow what was archived. A deployment is archived as a whole, with its own stream.</summary>
    /// <exception cref="JournalArchivedException">It was.</exception>
    public async Task CheckFollowAsync(JournalQuery query, CancellationToken cancellationToken)
    {
        var stream = query.Deployment ?? query.Stream;
        var ends = stream is null
            ? new Query(dataSource, "select last, 0, file from journal_archive where last > @after order by first desc limit 1", ("after", query.After))
            : new Query(dataSource, FollowedStream, ("stream", stream), ("after", query.After));
        var found = await ends.ReadAsync(row => (Position: row.GetInt64(0), Sequence: Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture), File: row.GetString(2)), cancellationToken);
        if (found is [var end] && (query.Deployment is not null || query.AfterSequence == 0 || query.AfterSequence < end.Sequence))
            throw new JournalArchivedException(stream ?? "The journal", query.After, end.Position, end.File);
    }

    /// <summary>
    /// The last position that may be archived: everything up to it is older than a moment, and belongs to no deployment that is open or
    /// goes on after it. The journal's last event always stays, because the next one is chained to it.
    /// </summary>
    /// <returns>0 when nothing may; and the deployment that holds back what would be old enough.</returns>
    public async Task<(long Last, string? HeldBy)> FindCutAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ends = await new Query(dataSource, Ends)
            .ReadAsync(row => (First: row.GetInt64(0), Last: row.GetInt64(1)), cancellationToken);
        var (first, last) = ends[0];
        // Positions and times grow together, but for clocks that were set back: the first that is too young, by halving.
        var (low, high) = (first, last);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await new Query(dataSource, TimeOf, ("middle", middle))
                .ReadAsync(row => row.GetInt64(0), cancellationToken);
            if (at is [var ticks] && ticks < Ticks.Of(before))
                low = middle + 1;
            else
                high = middle;
        }

        var cut = low - 1;
        // A deployment's own stream has its name; it wants to be woken for as long as it is open.
        var holding = await new Query(dataSource, Holding, ("cut", cut)).ReadAsync(row => (row.GetInt64(0), row.GetString(1)), cancellationToken);
        return holding is [var (position, deployment)] ? (Math.Max(position - 1, 0), deployment) : (Math.Max(cut, 0), null);
    }

    /// <summary>Records a file and takes its events out of the table, in one transaction. Nothing happens when another archive begins at the same place.</summary>
    /// <exception cref="JournalUnavailableException">The store can't be written now. Whether it was is seen by reading the archives.</exception>
    public async Task<bool> MoveAsync(ArchivedRange range, CancellationToken cancellationToken)
    {
        using var turn = await WriteTurn.TakeAsync(dataSource, cancellationToken);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var added = await RunAsync(
                transaction,
                """
                insert into journal_archive (first, last, previous, hash, at, key, signature, file)
                values (@first, @last, @previous, @hash, @at, @key, @signature, @file)
                    on conflict (first) do nothing
                """,
                ("first", range.First), ("last", range.Last), ("previous", range.Previous.ToArray()), ("hash", range.End.Hash.ToArray()),
                ("at", Ticks.Of(range.End.At)), ("key", range.End.Key), ("signature", range.End.Signature.ToArray()), ("file", range.File));
            if (added == 0)
                return false;
            await RunAsync(transaction, KeepStreams, ("last", range.Last));
            await RunAsync(transaction, Remove, ("last", range.Last));
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbException exception)
        {
            throw new JournalUnavailableException($"The journal can't be written now. {exception.Message}", exception);
        }
    }

    private static async Task<int> RunAsync(DbTransaction transaction, string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = (transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.")).CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync();
    }

    private static ArchivedRange Row(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetFieldValue<byte[]>(1),
        new(row.GetInt64(2), row.GetFieldValue<byte[]>(3), Ticks.ToMoment(row.GetInt64(4)), row.GetString(5), row.GetFieldValue<byte[]>(6)),
        row.GetString(7));
}
