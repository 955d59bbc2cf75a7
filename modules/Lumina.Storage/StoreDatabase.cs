using System.Data.Common;
using Lumina.Storage.Migrations;
using Lumina.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Storage;

/// <summary>An opened store, whose schema is that of this program.</summary>
public sealed class StoreDatabase : IDisposable
{
    private readonly SqliteDataSource _dataSource;

    private StoreDatabase(SqliteDataSource dataSource, int schemaVersion)
    {
        _dataSource = dataSource;
        SchemaVersion = schemaVersion;
    }

    /// <summary>Hands out connections. Failures of the store come as <see cref="StoreException"/>.</summary>
    public DbDataSource DataSource => _dataSource;

    /// <summary>For those that open their connections themselves: Orleans.</summary>
    public string ConnectionString => _dataSource.ConnectionString;

    /// <summary>The number of the last migration.</summary>
    public int SchemaVersion { get; }

    /// <summary>Opens the store, or makes it, and brings its schema up to date.</summary>
    /// <exception cref="StoreException">The store can't be used; nothing was deleted or overwritten.</exception>
    public static StoreDatabase Open(SqliteStoreOptions options, ILogger<StoreDatabase>? logger = null)
    {
        SqliteFile.Prepare(options.Path);
        var dataSource = new SqliteDataSource(options);
        try
        {
            using var connection = dataSource.OpenConnection();
            SqliteFile.Check(connection, options);
            var version = Migrator.Apply(connection, Migration.Sqlite, options.Path, logger ?? NullLogger<StoreDatabase>.Instance);
            return new StoreDatabase(dataSource, version);
        }
        catch
        {
            dataSource.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections that are not in use.</summary>
    public void Dispose() => _dataSource.Dispose();
}
