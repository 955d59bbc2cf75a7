using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Lumina.Journal.Reading;

/// <summary>Reads the heads of streams, page by page.</summary>
internal sealed class HeadReader(KeptReaders readers)
{
    private const int PageRows = 1_000;
    private const int PageBytes = 8 * 1024 * 1024;
    private const string Select = "select stream, sequence, position, state, due_at from journal_head";

    public async Task<StreamHead> ReadAsync(string stream, CancellationToken cancellationToken)
    {
        var found = await PageAsync($"{Select} where stream = @stream", [("stream", stream)], cancellationToken);
        return found is [var head] ? head : new StreamHead(stream, 0, 0, ReadOnlyMemory<byte>.Empty, null);
    }

    public async IAsyncEnumerable<StreamHead> ReadAllAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = default(StreamHead);
        while (true)
        {
            var (conditions, parameters) = Range(prefix);
            if (last is not null)
            {
                conditions.Add("stream > @last");
                parameters.Add(("last", last.Stream));
            }

            var sql = $"{Select} where {string.Join(" and ", conditions)} order by stream limit {PageRows}";
            var page = await PageAsync(sql, parameters, cancellationToken);
            foreach (var head in page)
                yield return head;
            if (page.Count == 0)
                yield break;
            last = page[^1];
        }
    }

    public async IAsyncEnumerable<StreamHead> ReadDueAsync(
        string prefix, DateTimeOffset due, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = default(StreamHead);
        while (true)
        {
            var (conditions, parameters) = Range(prefix);
            conditions.Add("due_at <= @due");
            parameters.Add(("due", Ticks.Of(due)));
            if (last is { DueAt: { } lastDue })
            {
                conditions.Add("(due_at, stream) > (@lastDue, @last)");
                parameters.Add(("lastDue", Ticks.Of(lastDue)));
                parameters.Add(("last", last.Stream));
            }

            var sql = $"{Select} where {string.Join(" and ", conditions)} order by due_at, stream limit {PageRows}";
            var page = await PageAsync(sql, parameters, cancellationToken);
            foreach (var head in page)
                yield return head;
            if (page.Count == 0)
                yield break;
            last = page[^1];
        }
    }

    private static (List<string> Conditions, List<(string, object)> Parameters) Range(string prefix) =>
        StreamPrefix.End(prefix) is { } end
            ? (["stream >= @from", "stream < @end"], [("from", prefix), ("end", end)])
            : (["stream >= @from"], [("from", prefix)]);

    private Task<List<StreamHead>> PageAsync(string sql, List<(string, object)> parameters, CancellationToken cancellationToken) =>
        readers.ReadAsync(sql, parameters, Row, head => head.State.Length, PageBytes, cancellationToken);

    private static StreamHead Row(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.GetFieldValue<byte[]>(3),
        row.IsDBNull(4) ? null : Ticks.ToMoment(row.GetInt64(4)));
}
