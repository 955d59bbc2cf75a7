using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;

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
    public static WriteTurn? Of(DbDataSource dataSource) => dataSource is NpgsqlDataSource ? null : All.GetValue(dataSource, static _ => new WriteTurn());

    /// <summary>Waits, and blocks the thread.</summary>
    public void Take() => _turn.Wait();

    public Task TakeAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void Pass() => _turn.Release();

    public void Dispose() => _turn.Dispose();
}
