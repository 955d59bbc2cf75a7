using Lumina.Testbed;
using Microsoft.Extensions.DependencyInjection;

namespace Lumina.Storage.Tests;

/// <summary>A schema for one test's store, in the server that the tests share.</summary>
public sealed class StoreSchema : IStorePlace
{
    public string ConnectionString { get; } = PostgresServer.Shared.NewSchema();

    public PostgresStoreOptions Options => new() { ConnectionString = ConnectionString };

    public StoreDatabase Open() => StoreDatabase.Open(Options);

    public void AddTo(IServiceCollection services) => services.AddLuminaStorage(Options);

    public object? Tamper(string sql) => PostgresServer.Run(ConnectionString, sql);

    public void Dispose()
    {
        // The server is forgotten as a whole.
    }
}
