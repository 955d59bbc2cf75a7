using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Lumina.Journal.Writing;

/// <summary>
/// SQLite lets one write at a time, and who is kept waiting looks again only now and then: beside a writer that begins anew as soon as it has ended, that can
/// be for ever. So those of one process that write to the same file take turns here, in the order in which they asked. PostgreSQL needs none of that.
/// </summary>
internal sealed class WriteTurn : IDisposable
{
    private static readonly ConditionalWeakTable<DbDataSource, WriteTurn> All = [];

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>That of a store; null when writers don't get in each other's way there.</summary>
    public static WriteTurn? Of(DbDataSource dataSource)
    {
        // The store's own data source stands before the engine's: only what it connects to says which engine that is.
        var address = new DbConnectionStringBuilder { ConnectionString = dataSource.ConnectionString };
        return address.ContainsKey("Host") ? null : All.GetValue(dataSource, static _ => new WriteTurn());
    }

    /// <summary>Waits for the turn, where there are turns; it ends when what is returned is disposed of.</summary>
    public static async Task<Held> TakeAsync(DbDataSource dataSource, CancellationToken cancellationToken)
    {
        var turn = Of(dataSource);
        if (turn is not null)
            await turn.TakeAsync(cancellationToken);
        return new Held(turn);
    }

    /// <summary>Waits, and blocks the thread.</summary>
    public void Take() => _turn.Wait();

    public Task TakeAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void Pass() => _turn.Release();

    public void Dispose() => _turn.Dispose();

    /// <summary>A turn that somebody has.</summary>
    public readonly struct Held(WriteTurn? turn) : IDisposable
    {
        public void Dispose() => turn?.Pass();
    }
}
