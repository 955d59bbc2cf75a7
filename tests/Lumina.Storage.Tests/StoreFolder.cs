using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Storage.Tests;

/// <summary>A folder for one test's store.</summary>
public sealed class StoreFolder : IStorePlace
{
    public string Root { get; } = Directory.CreateTempSubdirectory("lumina-store-").FullName;

    public string File => Path.Combine(Root, "lumina.db");

    public SqliteStoreOptions Options => new() { Path = File, LockTimeout = TimeSpan.FromSeconds(1) };

    public StoreDatabase Open() => StoreDatabase.Open(Options);

    public void AddTo(IServiceCollection services) => services.AddLuminaStorage(Options);

    /// <summary>Runs SQL as a tampering hand would: past all of our own code.</summary>
    public object? Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Root, recursive: true);
    }
}
