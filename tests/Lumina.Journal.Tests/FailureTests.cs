using System.Data.Common;
using Lumina.Storage;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public abstract class FailureTests : PlaceTests
{
    private readonly JournalPlace _place;
    private readonly SqlJournal _journal;

    protected FailureTests(JournalPlace place)
        : base(place)
    {
        _place = place;
        _journal = place.Open();
    }

    public sealed class OnSqlite() : FailureTests(new SqlitePlace());

    public sealed class OnPostgres() : FailureTests(new PostgresPlace());

    [Fact]
    public async Task A_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_and_the_next_batch_is_written()
    {
        await _journal.AppendAsync(Events("s", 0, "a"), Token);
        _place.FailOnInsert("journal_event", "type", "third", "the disk is gone");

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => _journal.AppendAsync(Events("s", 1, "first", "second", "third"), Token));

        Assert.Contains("the disk is gone", failure.Message);
        Assert.Equal(1, (await _journal.ReadHeadAsync("s", Token)).Sequence);
        Assert.Equal(1, await _journal.ReadPositionAsync(Token));
        Assert.Equal(3, (await _journal.AppendAsync(Events("s", 1, "b", "c"), Token)).Sequence);
        Assert.Null((await _journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task A_failure_when_the_heads_are_written_leaves_no_events()
    {
        _place.FailOnInsert("journal_head", "stream", "s7", "gone");
        var appends = Enumerable.Range(0, 10).Select(i => _journal.AppendAsync(Events($"s{i}", 0, "a"), Token)).ToList();

        await Task.WhenAny(Task.WhenAll(appends));

        // Which appends shared the batch of s7 is chance; that each is there whole or not at all, and was answered so, is not.
        Assert.True(appends[7].IsFaulted);
        for (var i = 0; i < appends.Count; i++)
        {
            var sequence = appends[i].IsCompletedSuccessfully ? 1 : 0;
            Assert.Equal(sequence, (await _journal.ReadHeadAsync($"s{i}", Token)).Sequence);
            Assert.Equal(sequence, await _journal.ReadAsync(new JournalQuery(Stream: $"s{i}"), Token).CountAsync(Token));
        }

        Assert.Null((await _journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task A_store_that_can_not_be_reached_is_reported_by_every_operation()
    {
        await using var gone = new GoneSource();
        await using var journal = new SqlJournal(gone, _place.Time);
        var documents = new Documents.SqlDocumentStore(gone, _place.Time);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Events("s", 0, "a"), Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadHeadAsync("s", Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadPositionAsync(Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.VerifyAsync(Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FollowAsync(new JournalQuery(), Token).FirstAsync(Token).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => documents.PutAsync("plan", Bytes("x"), Token));
    }

    private sealed class GoneSource : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => throw new StoreException(StoreFault.Unavailable, "It is gone.", "Bring it back.");
    }
}
