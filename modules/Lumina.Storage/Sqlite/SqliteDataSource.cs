using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Lumina.Storage.Sqlite;

/// <summary>Hands out connections to one SQLite file.</summary>
internal sealed class SqliteDataSource(SqliteStoreOptions options) : DbDataSource
{
    private readonly int _lockTimeout = Math.Max(1, (int)options.LockTimeout.TotalSeconds);

    /// <inheritdoc />
    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = options.Path,
        Mode = SqliteOpenMode.ReadWrite,
        Cache = SqliteCacheMode.Private,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = Math.Max(1, (int)options.LockTimeout.TotalSeconds),
    }.ToString();

    protected override DbConnection CreateDbConnection() => new StoreConnection(ConnectionString, options.Path, _lockTimeout * 1000);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }

        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        Dispose(true);
        await base.DisposeAsyncCore();
    }
}
