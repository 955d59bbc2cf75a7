using System.Data.Common;
using System.Globalization;
using Lumina.Storage.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lumina.Storage.Postgres;

/// <summary>A PostgreSQL server: whether it can be used, and its schema.</summary>
internal static class PostgresServer
{
    /// <summary>The oldest that PostgreSQL's own people still mend.</summary>
    public const int OldestVersion = 14;

    /// <summary>Looks whether the database can be used, and brings its schema up to date; returns the schema's number.</summary>
    public static int Prepare(DbDataSource dataSource, string store, ILogger logger)
    {
        try
        {
            using var connection = dataSource.OpenConnection();
            Check(connection, store);
            return Migrator.Apply(connection, SchemaDialect.Postgres, Migration.Postgres, store, logger);
        }
        catch (PostgresException theirs) when (theirs.SqlState is PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.DuplicateTable)
        {
            throw new StoreException(
                StoreFault.Unavailable,
                $"The database {store} has tables of another program under the names of Lumina's: {theirs.MessageText}.",
                "Give Lumina a database, or a schema (Search Path), of its own.",
                theirs);
        }
        catch (Exception exception) when (exception is not StoreException && PostgresFaults.Translate(exception, store) is { } fault)
        {
            throw fault;
        }
    }

    /// <exception cref="StoreException">The server is too old.</exception>
    public static void CheckVersion(Version version, string store)
    {
        if (version.Major < OldestVersion)
        {
            throw new StoreException(
                StoreFault.ServerTooOld,
                $"The server of {store} is PostgreSQL {version}; Lumina needs {OldestVersion} or newer.",
                "Upgrade the server, or name another.");
        }
    }

    private static void Check(DbConnection connection, string store)
    {
        if (connection is NpgsqlConnection server)
            CheckVersion(server.PostgreSqlVersion, store);
        if (Text(connection, "select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on'") == bool.TrueString)
            throw PostgresFaults.ReadOnly(store);
        if (Text(connection, "show server_encoding") is var encoding and not "UTF8")
        {
            throw new StoreException(
                StoreFault.Unavailable, $"The database {store} keeps text as {encoding}; Lumina needs UTF8.", "Make a database with encoding 'UTF8'.");
        }
    }

    private static string Text(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
