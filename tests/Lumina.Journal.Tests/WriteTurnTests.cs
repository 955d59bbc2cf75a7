using Lumina.Journal.Writing;

namespace Lumina.Journal.Tests;

public sealed class WriteTurnTests
{
    [Fact]
    public async Task One_that_waits_comes_before_one_that_never_rests()
    {
        using var turn = new WriteTurn();
        turn.Take();
        var waits = turn.TakeAsync(TestContext.Current.CancellationToken);
        Assert.False(waits.IsCompleted);

        turn.Pass();
        var again = Task.Run(turn.Take, TestContext.Current.CancellationToken);

        await waits;
        Assert.False(again.IsCompleted);
        turn.Pass();
        await again;
    }

    [Fact]
    public async Task Who_gives_up_holds_nobody_up()
    {
        using var turn = new WriteTurn();
        using var gaveUp = new CancellationTokenSource();
        turn.Take();
        var waits = turn.TakeAsync(gaveUp.Token);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);

        turn.Pass();
        await turn.TakeAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task On_a_file_there_are_turns_and_on_a_server_there_are_none()
    {
        await using var file = new SqlitePlace();
        await using var server = new PostgresPlace();

        Assert.NotNull(WriteTurn.Of(file.Store.DataSource));
        Assert.Null(WriteTurn.Of(server.Store.DataSource));
    }
}
