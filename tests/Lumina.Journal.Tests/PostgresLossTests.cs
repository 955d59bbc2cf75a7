using System.Text;
using Lumina.Storage;
using Lumina.Testbed;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>What becomes of appends when the database, or the way to it, goes away in the middle.</summary>
public sealed class PostgresLossTests
{
    private const string Mark = "cut the connection here";

    private static readonly PostgresServer Server = PostgresServer.Shared;

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found_and_not_written_again()
    {
        await using var place = new PostgresPlace();
        await using var proxy = new CuttingProxy(Server.Port, Encoding.UTF8.GetBytes(Mark));
        using var store = OpenThrough(proxy, place);
        await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
        await journal.AppendAsync(Events("s", 0, "before"), Token);

        proxy.Arm(Cut.BeforeTheClient);
        var head = await journal.AppendAsync(Events("s", 1, Mark), Token);

        Assert.Equal((1, 2L), (proxy.Cuts, head.Sequence));
        Assert.Equal(["before", Mark], await TypesAsync(place));
        Assert.Equal(3, (await journal.AppendAsync(Events("s", 2, "after"), Token)).Sequence);
        Assert.Equal(new JournalVerification(3, null, null), await journal.VerifyAsync(Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_that_was_lost_on_the_way_is_written_again_once(int times)
    {
        await using var place = new PostgresPlace();
        await using var proxy = new CuttingProxy(Server.Port, Encoding.UTF8.GetBytes(Mark));
        using var store = OpenThrough(proxy, place);
        await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
        await journal.AppendAsync(Events("s", 0, "before"), Token);

        proxy.Arm(Cut.BeforeTheServer, times);
        var head = await journal.AppendAsync(Events("s", 1, Mark), Token);

        Assert.Equal((times, 2L), (proxy.Cuts, head.Sequence));
        Assert.Equal(["before", Mark], await TypesAsync(place));
        Assert.Equal(new JournalVerification(2, null, null), await journal.VerifyAsync(Token));
    }

    [Fact]
    public async Task An_append_that_was_lost_and_overtaken_is_a_conflict()
    {
        await using var place = new PostgresPlace();
        await using var proxy = new CuttingProxy(Server.Port, Encoding.UTF8.GetBytes(Mark));
        using var store = OpenThrough(proxy, place);
        await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
        var other = place.Open();
        await journal.AppendAsync(Events("s", 0, "before"), Token);

        // Whoever comes first, exactly one of the two is there in the end, and the other was told of it.
        proxy.Arm(Cut.BeforeTheServer);
        var lost = Record.ExceptionAsync(() => journal.AppendAsync(Events("s", 1, Mark), Token));
        var theirs = Record.ExceptionAsync(() => other.AppendAsync(Events("s", 1, "theirs"), Token));

        Assert.Single(new[] { await lost, await theirs }, problem => problem is JournalConflictException);
        Assert.Equal(2, (await TypesAsync(place)).Count);
        Assert.Equal(new JournalVerification(2, null, null), await journal.VerifyAsync(Token));
    }

    [Fact]
    public async Task Connections_that_are_ended_in_the_middle_of_commits_lose_nothing_and_double_nothing()
    {
        var database = Server.NewDatabase();
        await using var place = new PostgresPlace(database);
        using var second = StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = database + ";Application Name=second" });
        await using var other = new SqlJournal(second.DataSource, TimeProvider.System);
        var history = new AppendHistory([place.Open(), other]);
        history.Begin(workers: 16);

        var ended = 0L;
        for (var round = 0; round < 60; round++)
        {
            await history.AdvanceAsync(20);
            ended += (long)(PostgresServer.Run(
                database, "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()") ?? 0L);
        }

        await history.AdvanceAsync(100);
        await history.CheckAsync(place.Open());
        Assert.True(ended >= 60, $"Only {ended} connections were ended.");
    }

    [Fact]
    public async Task A_server_that_crashes_in_the_middle_of_appends_loses_nothing_and_doubles_nothing()
    {
        var server = PostgresServer.Start();
        var database = server.NewDatabase();
        await using (var place = new PostgresPlace(database))
        {
            using var second = StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = database + ";Application Name=second" });
            await using var other = new SqlJournal(second.DataSource, TimeProvider.System);
            var restart = Task.CompletedTask;
            var history = new AppendHistory([place.Open(), other]) { Patience = () => Volatile.Read(ref restart) };
            history.Begin(workers: 16);

            for (var round = 0; round < 5; round++)
            {
                await history.AdvanceAsync(200);
                Volatile.Write(ref restart, Task.Run(server.Restart, Token));
                await restart;
            }

            await history.AdvanceAsync(200);
            await history.CheckAsync(place.Open());
        }

        server.Stop();
    }

    [Fact]
    public async Task A_reader_after_a_restart_does_not_notice_it()
    {
        var server = PostgresServer.Start();
        await using (var place = new PostgresPlace(server.NewDatabase()))
        {
            var journal = place.Open();
            await journal.AppendAsync(Events("s", 0, "a"), Token);
            Assert.Equal(1, await journal.ReadPositionAsync(Token));

            server.Restart();

            Assert.Equal(1, await journal.ReadPositionAsync(Token));
            Assert.Equal(2, (await journal.AppendAsync(Events("s", 1, "b"), Token)).Sequence);
        }

        server.Stop();
    }

    [Fact]
    public async Task A_database_that_is_down_is_reported_and_appending_goes_on_when_it_is_back()
    {
        var server = PostgresServer.Start();
        await using (var place = new PostgresPlace(server.NewDatabase()))
        {
            var journal = place.Open();
            await journal.AppendAsync(Events("s", 0, "a"), Token);
            server.Crash();

            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(Events("s", 1, "b"), Token));
            Assert.Equal(StoreFault.Unreachable, Assert.IsType<StoreException>(failure.InnerException).Fault);
            await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadHeadAsync("s", Token));
            server.StartAgain();

            Assert.Equal(2, (await journal.AppendAsync(Events("s", 1, "b"), Token)).Sequence);
            Assert.Equal(new JournalVerification(2, null, null), await journal.VerifyAsync(Token));
        }

        server.Stop();
    }

    private static StoreDatabase OpenThrough(CuttingProxy proxy, PostgresPlace place) => StoreDatabase.Open(new PostgresStoreOptions
    {
        ConnectionString = place.ConnectionString.Replace($"Port={Server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal),
    });

    private static async Task<List<string>> TypesAsync(PostgresPlace place) =>
        await place.Open().ReadAsync(new JournalQuery(), Token).Select(found => found.Type).ToListAsync(Token);
}
