using System.Data.Common;
using Lumina.Storage;
using static Lumina.Journal.Tests.JournalFolder;

namespace Lumina.Journal.Tests;

public sealed class FailureTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private readonly SqlJournal _journal;

    public FailureTests() => _journal = _folder.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_and_the_next_batch_is_written()
    {
        await _journal.AppendAsync(Events("s", 0, "a"), Token);
        _folder.Tamper("create trigger fails before insert on journal_event when new.type = 'third' begin select raise(abort, 'the disk is gone'); end");

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
        _folder.Tamper("create trigger fails before insert on journal_head when new.stream = 's7' begin select raise(abort, 'gone'); end");
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
    public async Task A_full_disk_is_reported_and_writing_goes_on_when_there_is_room_again()
    {
        await using var disk = new LimitedSource(_folder.Store.DataSource) { MaxPages = 40 };
        await using var journal = new SqlJournal(disk, _folder.Time);
        var large = new Append("s", 0, [new("large", null, new byte[500_000])], default, null);

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(large, Token));
        disk.MaxPages = 1_000_000;
        var head = await journal.AppendAsync(large, Token);

        Assert.Equal(StoreFault.Full, Assert.IsType<StoreException>(failure.InnerException).Fault);
        Assert.Contains("Make room", failure.Message);
        Assert.Equal((1, 1), (head.Sequence, head.Position));
        Assert.Null((await journal.VerifyAsync(Token)).BrokenAt);
    }

    [Fact]
    public async Task A_store_that_another_holds_locked_is_reported()
    {
        using var impatient = StoreDatabase.Open(new SqliteStoreOptions { Path = _folder.File, LockTimeout = TimeSpan.FromSeconds(1) });
        await using var journal = new SqlJournal(impatient.DataSource, _folder.Time);
        using var holder = _folder.Store.DataSource.OpenConnection();
        using (var held = holder.BeginTransaction(System.Data.IsolationLevel.Serializable))
        {
            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Events("s", 0, "a"), Token));
            Assert.Equal(StoreFault.Locked, Assert.IsType<StoreException>(failure.InnerException).Fault);
        }

        Assert.Equal(1, (await journal.AppendAsync(Events("s", 0, "a"), Token)).Sequence);
    }

    [Fact]
    public async Task A_store_that_can_not_be_reached_is_reported_by_every_operation()
    {
        await using var gone = new GoneSource();
        await using var journal = new SqlJournal(gone, _folder.Time);
        var documents = new Documents.SqlDocumentStore(gone, _folder.Time);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Events("s", 0, "a"), Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadHeadAsync("s", Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadPositionAsync(Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.VerifyAsync(Token));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FollowAsync(new JournalQuery(), Token).FirstAsync(Token).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => documents.PutAsync("plan", Bytes("x"), Token));
    }

    /// <summary>A disk that holds so many pages.</summary>
    private sealed class LimitedSource(DbDataSource inner) : DbDataSource
    {
        public int MaxPages { get; set; } = 1_000_000;

        public override string ConnectionString => inner.ConnectionString;

        protected override DbConnection CreateDbConnection() => throw new NotSupportedException("Connections come from the source that this one limits.");

        protected override DbConnection OpenDbConnection()
        {
            var connection = inner.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = $"pragma max_page_count = {MaxPages}";
            command.ExecuteNonQuery();
            return connection;
        }

        protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(OpenDbConnection());
    }

    private sealed class GoneSource : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => throw new StoreException(StoreFault.Unavailable, "It is gone.", "Bring it back.");
    }
}
