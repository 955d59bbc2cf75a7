using System.Data.Common;
using Npgsql;

namespace Lumina.Storage.Postgres;

/// <summary>Hands out connections to one PostgreSQL database; what goes wrong when they are opened is told in plain words.</summary>
internal sealed class PostgresDataSource(PostgresAddress address) : DbDataSource
{
    private readonly NpgsqlDataSource _inner = new NpgsqlDataSourceBuilder(address.ConnectionString).Build();

    /// <summary>With the password: never to be shown.</summary>
    public override string ConnectionString => address.ConnectionString;

    protected override DbConnection CreateDbConnection() => _inner.CreateConnection();

    protected override DbConnection OpenDbConnection()
    {
        try
        {
            return _inner.OpenConnection();
        }
        catch (Exception exception) when (PostgresFaults.Translate(exception, address.Name) is { } fault)
        {
            throw fault;
        }
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _inner.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception exception) when (PostgresFaults.Translate(exception, address.Name) is { } fault)
        {
            throw fault;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _inner.DisposeAsync();
        await base.DisposeAsyncCore();
    }
}
