using System.Data.Common;
using Lumina.Journal.Reading;

namespace Lumina.Journal.Chain;

/// <summary>Checks the whole journal, page by page: the chain of hashes, then each stream's numbering and head.</summary>
internal sealed class ChainVerification(DbDataSource dataSource, EventReader events)
{
    private const int PageStreams = 1_000;

    public async Task<JournalVerification> RunAsync(CancellationToken cancellationToken)
    {
        var found = await RunAsync((_, _) => ValueTask.FromResult<string?>(null), cancellationToken);
        return new(found.Events, found.BrokenAt, found.Reason);
    }

    /// <summary>The same, and asks of each event that fitted what else is wrong with it.</summary>
    public async Task<ChainFound> RunAsync(Func<long, ReadOnlyMemory<byte>, ValueTask<string?>> also, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (archived, found) = await RunOnceAsync(also, cancellationToken);
            // Events that are archived while we look are gone where we look for them.
            if (found.BrokenAt is null || archived == await ReadArchivedAsync(cancellationToken))
                return found;
        }
    }

    /// <summary>The chain of what is in the table, from where the last archive ends.</summary>
    private async Task<(long Archived, ChainFound Found)> RunOnceAsync(
        Func<long, ReadOnlyMemory<byte>, ValueTask<string?>> also, CancellationToken cancellationToken)
    {
        var archived = await ReadArchivedAsync(cancellationToken);
        var check = new ChainCheck(await ReadAnchorAsync(cancellationToken));
        while (await events.ReadPageAsync(new JournalQuery(), check.Last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var found in page)
            {
                if ((check.Take(found) ?? await also(found.Position, found.Hash)) is { } reason)
                    return (archived, Found(found.Position, reason));
            }
        }

        var (brokenAt, broken) = await CheckStreamsAsync(cancellationToken);
        return (archived, Found(brokenAt, broken));

        ChainFound Found(long? position, string? reason) => new(check.Events, position, reason, check.Last?.Position, check.Last?.At);
    }

    private async Task<long> ReadArchivedAsync(CancellationToken cancellationToken) =>
        (await new Query(dataSource, "select coalesce(max(last), 0) from journal_archive").ReadAsync(row => row.GetInt64(0), cancellationToken))[0];

    private async Task<ReadOnlyMemory<byte>> ReadAnchorAsync(CancellationToken cancellationToken)
    {
        var query = new Query(dataSource, "select hash from journal_archive order by first desc limit 1");
        return await query.ReadAsync(row => row.GetFieldValue<byte[]>(0), cancellationToken) is [var hash] ? hash : EventHash.Genesis;
    }

    private async Task<(long? BrokenAt, string? Reason)> CheckStreamsAsync(CancellationToken cancellationToken)
    {
        var after = "";
        while (await ReadStreamsAsync(after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var stream in page)
            {
                if (stream.First != stream.Archived + 1 || stream.Events != stream.Sequence - stream.Archived)
                    return (stream.Position, $"The numbering of stream {stream.Name}, whose last event this is, has a gap.");
                if (stream.HeadSequence != stream.Sequence || stream.HeadPosition != stream.Position)
                {
                    var head = stream.HeadSequence is { } sequence ? $"at {sequence}" : "missing";
                    return (stream.Position, $"The head of stream {stream.Name} is {head}, its last event at {stream.Sequence}.");
                }
            }

            after = page[^1].Name;
        }

        var orphans = await new Query(
            dataSource,
            """
            select position, stream, sequence from journal_head
             where not exists (select 1 from journal_event e where e.stream = journal_head.stream)
               and not exists (
                   select 1 from journal_archived_stream a
                    where a.stream = journal_head.stream and a.sequence = journal_head.sequence and a.position = journal_head.position)
             order by position limit 1
            """).ReadAsync(row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)), cancellationToken);
        return orphans is [var (position, name, last)] ? (position, $"Stream {name} has a head, at {last}, but no events that end there.") : (null, null);
    }

    private Task<List<StreamCount>> ReadStreamsAsync(string after, CancellationToken cancellationToken) => new Query(
        dataSource,
        $"""
        select e.stream, e.events, e.first, e.last, e.position, h.sequence, h.position, coalesce(a.sequence, 0)
          from (select stream, count(*) as events, min(sequence) as first, max(sequence) as last, max(position) as position
                  from journal_event where stream > @after group by stream order by stream limit {PageStreams}) e
          left join journal_head h on h.stream = e.stream
          left join journal_archived_stream a on a.stream = e.stream
         order by e.stream
        """,
        ("after", after)).ReadAsync(
            row => new StreamCount(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.IsDBNull(5) ? null : row.GetInt64(5),
                row.IsDBNull(6) ? null : row.GetInt64(6),
                row.GetInt64(7)),
            cancellationToken);

    private sealed record StreamCount(string Name, long Events, long First, long Sequence, long Position, long? HeadSequence, long? HeadPosition, long Archived);
}

/// <summary>As <see cref="JournalVerification"/>, with the position and the time of the last event that fitted.</summary>
internal sealed record ChainFound(long Events, long? BrokenAt, string? Reason, long? LastSound, DateTimeOffset? LastSoundAt);
