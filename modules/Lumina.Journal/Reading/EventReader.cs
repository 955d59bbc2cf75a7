using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Lumina.Journal.Reading;

/// <summary>Reads events page by page, so that no reader holds the database open for long, nor much of it in memory.</summary>
internal sealed class EventReader(KeptReaders readers)
{
    private const int PageRows = 1_000;
    private const int PageBytes = 8 * 1024 * 1024;
    /// <summary>Looks from the stream's end backwards: who follows a long stream asks for its newest few events.</summary>
    private const string FirstSequence =
        "coalesce((select sequence from journal_event where stream = @stream and position <= @after order by sequence desc limit 1), @sequence)";

    private const string Columns = "position, stream, sequence, at, type, deployment, data, hash";

    public async IAsyncEnumerable<JournalEvent> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = query.Limit;
        var last = default(JournalEvent);
        while (left > 0)
        {
            var page = await ReadPageAsync(query with { Limit = Math.Min(left, PageRows) }, last, cancellationToken);
            foreach (var found in page)
                yield return found;
            if (page.Count == 0)
                break;
            last = page[^1];
            left -= page.Count;
        }
    }

    /// <summary>The next events after <paramref name="last"/>, which is the last event that the same query has found before.</summary>
    public Task<List<JournalEvent>> ReadPageAsync(JournalQuery query, JournalEvent? last, CancellationToken cancellationToken)
    {
        var (sql, parameters) = Page(query, last);
        return readers.ReadAsync(sql, parameters, Row, found => found.Data.Length, PageBytes, cancellationToken);
    }

    internal static (string Sql, List<(string Name, object Value)> Parameters) Page(JournalQuery query, JournalEvent? last)
    {
        var conditions = new List<string> { "position > @after" };
        var parameters = new List<(string, object)> { ("after", last?.Position ?? query.After), ("limit", Math.Min(query.Limit, PageRows)) };
        var order = "position";
        if (query.Stream is { } stream)
        {
            conditions.Add("stream = @stream");
            parameters.Add(("stream", stream));
        }

        if (query.Deployment is { } deployment)
        {
            conditions.Add("deployment = @deployment");
            parameters.Add(("deployment", deployment));
        }
        else if (query.Stream is not null)
        {
            // Within a stream both orders are the same, and the index over streams has this one.
            order = "sequence";
            conditions.Add("sequence > " + (last is null ? FirstSequence : "@sequence"));
            parameters.Add(("sequence", last?.Sequence ?? 0));
        }

        if (query.AfterSequence > 0)
        {
            conditions.Add("sequence > @floor");
            parameters.Add(("floor", query.AfterSequence));
        }

        return ($"select {Columns} from journal_event where {string.Join(" and ", conditions)} order by {order} limit @limit", parameters);
    }

    private static JournalEvent Row(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetInt64(2),
        Ticks.ToMoment(row.GetInt64(3)),
        row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.GetFieldValue<byte[]>(6),
        row.GetFieldValue<byte[]>(7));
}
