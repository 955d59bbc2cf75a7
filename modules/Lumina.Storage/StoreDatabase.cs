using System.Data.Common;
using Lumina.Storage.Migrations;
using Lumina.Storage.Postgres;
using Lumina.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Storage;

/// <summary>An opened store, whose schema is that of this program.</summary>
public sealed class StoreDatabase : IDisposable
{
    private StoreDatabase(DbDataSource dataSource, string invariant, int schemaVersion)
    {
        DataSource = dataSource;
        Invariant = invariant;
        SchemaVersion = schemaVersion;
    }

    /// <summary>Hands out connections. What goes wrong when they are opened comes as <see cref="StoreException"/>.</summary>
    public DbDataSource DataSource { get; }

    /// <summary>For those that open their connections themselves: Orleans. It may hold a password, and must not be shown.</summary>
    public string ConnectionString => DataSource.ConnectionString;

    /// <summary>The name under which Orleans knows the engine.</summary>
    public string Invariant { get; }

    /// <summary>The number of the last migration.</summary>
    public int SchemaVersion { get; }

    /// <summary>Opens the store, or makes it, and brings its schema up to date.</summary>
    /// <exception cref="StoreException">The store can't be used; nothing was deleted or overwritten.</exception>
    public static StoreDatabase Open(SqliteStoreOptions options, ILogger<StoreDatabase>? logger = null)
    {
        SqliteFile.Prepare(options.Path);
        return Open(new SqliteDataSource(options), StorageProvider.SqliteInvariant, source =>
        {
            using var connection = source.OpenConnection();
            SqliteFile.Check(connection, options);
            return Migrator.Apply(connection, SchemaDialect.Sqlite, Migration.Sqlite, options.Path, logger ?? NullLogger<StoreDatabase>.Instance);
        });
    }

    /// <summary>Opens a database that a server has, and brings its schema up to date.</summary>
    /// <exception cref="StoreException">The store can't be used; nothing was deleted or overwritten.</exception>
    public static StoreDatabase Open(PostgresStoreOptions options, ILogger<StoreDatabase>? logger = null)
    {
        var address = PostgresAddress.Read(options);
        return Open(
            new PostgresDataSource(address),
            StorageProvider.PostgresInvariant,
            source => PostgresServer.Prepare(source, address.Name, logger ?? NullLogger<StoreDatabase>.Instance));
    }

    /// <summary>Closes the connections that are not in use.</summary>
    public void Dispose() => DataSource.Dispose();

    private static StoreDatabase Open(DbDataSource dataSource, string invariant, Func<DbDataSource, int> prepare)
    {
        try
        {
            return new StoreDatabase(dataSource, invariant, prepare(dataSource));
        }
        catch
        {
            dataSource.Dispose();
            throw;
        }
    }
}
