using Lumina.Storage;
using static Lumina.Journal.Tests.JournalPlace;

namespace Lumina.Journal.Tests;

/// <summary>Following across processes: each journal here stands for a process, with connections of its own.</summary>
public sealed class PostgresFollowTests : IAsyncLifetime
{
    private readonly PostgresPlace _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task A_follower_hears_of_another_process_s_commit_without_looking()
    {
        var other = _place.Open();
        await using var events = _place.Open().FollowAsync(new JournalQuery(), Token).GetAsyncEnumerator(Token);

        // The clock of this place stands still: nothing but a notice can wake the follower.
        for (var i = 0; i < 20; i++)
        {
            var next = events.MoveNextAsync().AsTask();
            await other.AppendAsync(Events("s", i, $"theirs {i}"), Token);
            Assert.True(await next);
            Assert.Equal($"theirs {i}", events.Current.Type);
        }
    }

    [Fact]
    public async Task A_follower_never_misses_an_event_while_several_processes_append()
    {
        const int Processes = 4;
        const int Workers = 4;
        const int Appends = 50;
        const int All = Processes * Workers * Appends;
        var stores = Enumerable.Range(0, Processes)
            .Select(i => StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = $"{_place.ConnectionString};Application Name=p{i}" })).ToList();
        var journals = stores.Select(store => new SqlJournal(store.DataSource, TimeProvider.System)).ToList();
        var following = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _place.Open().FollowAsync(new JournalQuery(Limit: 7), Token).Take(All).ToListAsync(Token).AsTask()));

        await Task.WhenAll(Enumerable.Range(0, Processes * Workers).Select(async worker =>
        {
            for (var i = 0; i < Appends; i++)
                await journals[worker % Processes].AppendAsync(Events($"s{worker}", i, "x"), Token);
        }));

        foreach (var seen in await following)
            Assert.Equal(Enumerable.Range(1, All).Select(i => (long)i), seen.Select(found => found.Position));
        Assert.Equal(new JournalVerification(All, null, null), await journals[0].VerifyAsync(Token));
        foreach (var journal in journals)
            await journal.DisposeAsync();
        foreach (var store in stores)
            store.Dispose();
    }
}
