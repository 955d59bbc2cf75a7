using System.Data.Common;
using Lumina.Journal.Reading;

namespace Lumina.Journal.Chain;

/// <summary>Checks the whole journal, page by page: the chain of hashes, then each stream's numbering and head.</summary>
internal sealed class ChainVerification(DbDataSource dataSource, EventReader events)
{
    private const int PageStreams = 1_000;

    private const string Mismatch =
        "Its hash does not follow from the event before it and from its content: one of them was changed, removed or added.";

    public async Task<JournalVerification> RunAsync(CancellationToken cancellationToken)
    {
        var checkedEvents = 0L;
        var previous = EventHash.Genesis;
        var last = default(JournalEvent);
        var hasher = new EventHash();
        while (await events.ReadPageAsync(new JournalQuery(), last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var found in page)
            {
                var hash = hasher.Compute(
                    previous.Span, found.Position, found.Stream, found.Sequence, Ticks.Of(found.At), found.Type, found.Deployment, found.Data.Span);
                if (!found.Hash.Span.SequenceEqual(hash))
                    return new(checkedEvents, found.Position, Mismatch);
                previous = hash;
                checkedEvents++;
            }

            last = page[^1];
        }

        var (brokenAt, reason) = await CheckStreamsAsync(cancellationToken);
        return new(checkedEvents, brokenAt, reason);
    }

    private async Task<(long? BrokenAt, string? Reason)> CheckStreamsAsync(CancellationToken cancellationToken)
    {
        var after = "";
        while (await ReadStreamsAsync(after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var stream in page)
            {
                if (stream.Events != stream.Sequence || stream.First != 1)
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
             where not exists (select 1 from journal_event where journal_event.stream = journal_head.stream)
             order by position limit 1
            """).ReadAsync(row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)), cancellationToken);
        return orphans is [var (position, name, last)] ? (position, $"Stream {name} has a head, at {last}, but no events.") : (null, null);
    }

    private Task<List<StreamCount>> ReadStreamsAsync(string after, CancellationToken cancellationToken) => new Query(
        dataSource,
        $"""
        select e.stream, e.events, e.first, e.last, e.position, h.sequence, h.position
          from (select stream, count(*) as events, min(sequence) as first, max(sequence) as last, max(position) as position
                  from journal_event where stream > @after group by stream order by stream limit {PageStreams}) e
          left join journal_head h on h.stream = e.stream
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
                row.IsDBNull(6) ? null : row.GetInt64(6)),
            cancellationToken);

    private sealed record StreamCount(string Name, long Events, long First, long Sequence, long Position, long? HeadSequence, long? HeadPosition);
}
