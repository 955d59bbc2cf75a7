using System.Data.Common;
using Lumina.Storage;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

public sealed class SqliteFailureTests : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task A_full_disk_is_reported_and_writing_goes_on_when_there_is_room_again()
    {
        await using var disk = new LimitedSource(_place.Store.DataSource) { MaxPages = 40 };
        await using var journal = new SqlJournal(disk, _place.Time);
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
        using var impatient = StoreDatabase.Open(new SqliteStoreOptions { Path = _place.File, LockTimeout = TimeSpan.FromSeconds(1) });
        await using var journal = new SqlJournal(impatient.DataSource, _place.Time);
        using var holder = _place.Store.DataSource.OpenConnection();
        using (var held = holder.BeginTransaction(System.Data.IsolationLevel.Serializable))
        {
            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Events("s", 0, "a"), Token));
            Assert.Equal(StoreFault.Locked, Assert.IsType<StoreException>(failure.InnerException).Fault);
        }

        Assert.Equal(1, (await journal.AppendAsync(Events("s", 0, "a"), Token)).Sequence);
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
}
