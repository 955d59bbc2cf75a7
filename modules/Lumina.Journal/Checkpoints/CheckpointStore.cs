using System.Data.Common;
using Lumina.Journal.Reading;
using Lumina.Journal.Writing;

namespace Lumina.Journal.Checkpoints;

/// <summary>Checkpoints and public keys in the database: of all hosts that have signed this journal.</summary>
internal sealed class CheckpointStore(DbDataSource dataSource)
{
    private const int PageRows = 1_000;

    // IndexTests asks how each is answered.
    internal const string Page =
        """
        select position, hash, at, key, signature from journal_checkpoint
         where (position, key) > (@position, @key) order by position, key limit @limit
        """;

    internal const string HashOf = "select hash from journal_event where position = @position";
    internal const string End = "select position, hash from journal_event order by position desc limit 1";
    internal const string Archived = "select 1 from journal_archive where first <= @position and last >= @position";

    public Task AddKeyAsync(CheckpointKey key, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(new Query(
        dataSource,
        "insert into journal_key (id, public_key, at) values (@id, @public, @at) on conflict (id) do nothing",
        ("id", key.Id), ("public", key.Public.ToArray()), ("at", Ticks.Of(at))), cancellationToken);

    public Task AddAsync(JournalCheckpoint checkpoint, CancellationToken cancellationToken) => WriteAsync(new Query(
        dataSource,
        """
        insert into journal_checkpoint (position, key, hash, at, signature)
        values (@position, @key, @hash, @at, @signature)
            on conflict (position, key) do nothing
        """,
        ("position", checkpoint.Position), ("key", checkpoint.Key), ("hash", checkpoint.Hash.ToArray()), ("at", Ticks.Of(checkpoint.At)),
        ("signature", checkpoint.Signature.ToArray())), cancellationToken);

    public async Task<IReadOnlyDictionary<string, byte[]>> ReadKeysAsync(CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, "select id, public_key from journal_key");
        var rows = await query.ReadAsync(row => (Id: row.GetString(0), Public: row.GetFieldValue<byte[]>(1)), cancellationToken);
        return rows.ToDictionary(row => row.Id, row => row.Public, StringComparer.Ordinal);
    }

    /// <summary>All up to a position, in their order.</summary>
    public async IAsyncEnumerable<JournalCheckpoint> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (position, key) = (0L, "");
        while (true)
        {
            var page = await new Query(dataSource, Page, ("position", position), ("key", key), ("limit", PageRows)).ReadAsync(Row, cancellationToken);
            foreach (var checkpoint in page)
                yield return checkpoint;
            if (page.Count == 0)
                yield break;
            (position, key) = (page[^1].Position, page[^1].Key);
        }
    }

    /// <summary>The hash of an event; null when there is none at that position.</summary>
    public async Task<byte[]?> ReadHashAsync(long position, CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, HashOf, ("position", position));
        return (await query.ReadAsync(row => row.GetFieldValue<byte[]>(0), cancellationToken)) is [var hash] ? hash : null;
    }

    /// <summary>The journal's last event; null for an empty journal.</summary>
    public async Task<(long Position, byte[] Hash)?> ReadEndAsync(CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, End);
        return (await query.ReadAsync(row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancellationToken)) is [var end] ? end : null;
    }

    /// <summary>Whether the event at a position was moved to a file.</summary>
    public async Task<bool> IsArchivedAsync(long position, CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, Archived, ("position", position));
        return (await query.ReadAsync(row => row.GetInt32(0), cancellationToken)).Count > 0;
    }

    private async Task WriteAsync(Query insert, CancellationToken cancellationToken)
    {
        using var turn = await WriteTurn.TakeAsync(dataSource, cancellationToken);
        await insert.RunAsync(cancellationToken);
    }

    private static JournalCheckpoint Row(DbDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<byte[]>(1), Ticks.ToMoment(row.GetInt64(2)), row.GetString(3), row.GetFieldValue<byte[]>(4));
}
