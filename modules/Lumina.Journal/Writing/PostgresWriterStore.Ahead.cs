using Lumina.Journal.Chain;

namespace Lumina.Journal.Writing;

/// <summary>Writing without having asked first: one round trip, and the server finds out whether what was expected is so.</summary>
internal sealed partial class PostgresWriterStore
{
    private const int EventParameters = 8;
    private const int HeadParameters = 5;

    /// <summary>A hash is over all that came before it, so the last one tells where the journal is.</summary>
    private const string InsertIfExpected =
        """
        insert into journal_event (position, stream, sequence, at, type, deployment, data, hash)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
         where coalesce((select hash from journal_event order by position desc limit 1), $9) = $10
           and not exists (
               select 1 from unnest($11, $12) as s (stream, sequence)
                where coalesce((select h.sequence from journal_head h where h.stream = s.stream), 0) <> s.sequence
                   or coalesce((select e.sequence from journal_event e where e.stream = s.stream order by e.sequence desc limit 1),
                              (select a.sequence from journal_archived_stream a where a.stream = s.stream), 0) <> s.sequence)
        """;

    private const string SaveIfInserted =
        """
        insert into journal_head (stream, sequence, position, state, due_at)
        select * from unnest($1, $2, $3, $4, $5)
         where exists (select 1 from journal_event where position = $6 and hash = $7)
            on conflict (stream)
            do update set sequence = excluded.sequence, position = excluded.position, state = excluded.state, due_at = excluded.due_at
        """;

    /// <inheritdoc />
    public bool IsFarAway => true;

    /// <inheritdoc />
    public bool TryCommit(
        ReadOnlyMemory<byte> last, IReadOnlyCollection<StreamPlace> expected, IReadOnlyList<EventRow> events, IReadOnlyCollection<StreamHead> heads)
    {
        if (Fitting(events) < events.Count)
            return false;
        var (insert, save) = (_ahead.BatchCommands[2], _ahead.BatchCommands[3]);
        Set(insert, events);
        insert.Parameters[EventParameters].Value = Statement.Bytes(EventHash.Genesis);
        insert.Parameters[EventParameters + 1].Value = Statement.Bytes(last);
        insert.Parameters[EventParameters + 2].Value = expected.Select(place => place.Stream).ToArray();
        insert.Parameters[EventParameters + 3].Value = expected.Select(place => place.Head).ToArray();
        Set(save, heads);
        save.Parameters[HeadParameters].Value = events[^1].Position;
        save.Parameters[HeadParameters + 1].Value = events[^1].Hash;
        _ahead.ExecuteNonQuery();
        return insert.RecordsAffected == events.Count;
    }
}
