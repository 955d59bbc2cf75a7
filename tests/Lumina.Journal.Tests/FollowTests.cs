using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class FollowTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlJournal _journal;

    protected FollowTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _journal = place.Open();
    }

    public sealed class OnSqlite() : FollowTests(new SqlitePlace());

    public sealed class OnPostgres() : FollowTests(new PostgresPlace());

    [Theory]
    [InlineData(100_000)]
    [InlineData(3)]
    public async Task A_follower_sees_each_event_once_and_in_order_while_others_append(int limit)
    {
        const int Appenders = 16;
        const int Appends = 40;
        await _journal.AppendAsync(Events("before", 0, "x", "x"), Token);
        var following = Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            _journal.FollowAsync(new JournalQuery(Limit: limit), Token).Take(Appenders * Appends + 2).ToListAsync(Token).AsTask()));

        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(async appender =>
        {
            for (var i = 0; i < Appends; i++)
                await _journal.AppendAsync(Events($"s{appender}", i, "x"), Token);
        }));

        foreach (var seen in await following)
            Assert.Equal(Enumerable.Range(1, Appenders * Appends + 2).Select(i => (long)i), seen.Select(found => found.Position));
    }

    [Fact]
    public async Task A_follower_of_one_stream_sees_only_that_stream()
    {
        await _journal.AppendAsync(Events("a", 0, "1", "2"), Token);
        var following = _journal.FollowAsync(new JournalQuery(After: 1, Stream: "a"), Token).Take(3).Select(found => found.Type).ToListAsync(Token);

        await _journal.AppendAsync(Events("b", 0, "no"), Token);
        await _journal.AppendAsync(Events("a", 2, "3"), Token);
        await _journal.AppendAsync(Events("b", 1, "no"), Token);
        await _journal.AppendAsync(Events("a", 3, "4"), Token);

        Assert.Equal(["2", "3", "4"], await following);
    }

    [Fact]
    public async Task A_follower_finds_what_another_process_has_written_within_a_second()
    {
        await using var events = _journal.FollowAsync(new JournalQuery(), Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();
        await _place.Open().AppendAsync(Events("s", 0, "theirs"), Token);

        // The follower may not have begun to wait yet, so time goes on until it has seen the event.
        while (!next.IsCompleted)
        {
            _place.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.Equal("theirs", events.Current.Type);
    }

    [Fact]
    public async Task Following_ends_when_it_is_cancelled()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = _journal.FollowAsync(new JournalQuery(), end.Token).GetAsyncEnumerator(Token);
        var next = events.MoveNextAsync().AsTask();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
