using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Lumina.Storage.Migrations;

/// <summary>Brings a database's schema up to date. Any number of programs may do so at once.</summary>
internal static partial class Migrator
{
    private const string CreateVersions =
        """
        create table if not exists schema_version (
            number integer primary key, name text not null, checksum text not null, applied_at text not null)
        """;

    /// <summary>Applies what is missing, one transaction each, and returns the number that the schema has then.</summary>
    public static int Apply(DbConnection connection, SchemaDialect dialect, IReadOnlyList<Migration> migrations, string store, ILogger logger)
    {
        if (!HasVersions(connection, dialect))
            Write(connection, dialect, transaction => Execute(transaction, CreateVersions));
        Validate(ReadVersions(connection, null), migrations, store);
        foreach (var migration in migrations)
        {
            if (ReadVersions(connection, null).ContainsKey(migration.Number))
                continue;
            Write(connection, dialect, transaction =>
            {
                // Another program may have been faster while we waited for the lock.
                var applied = ReadVersions(connection, transaction);
                Validate(applied, migrations, store);
                if (!applied.ContainsKey(migration.Number))
                    Run(transaction, migration);
            });
            LogApplied(logger, migration.Name, store);
        }

        return migrations[^1].Number;
    }

    private static void Run(DbTransaction transaction, Migration migration)
    {
        Execute(transaction, migration.Script);
        Execute(
            transaction,
            "insert into schema_version (number, name, checksum, applied_at) values (@number, @name, @checksum, current_timestamp)",
            ("number", migration.Number), ("name", migration.Name), ("checksum", migration.Checksum));
    }

    private static void Validate(Dictionary<int, string> applied, IReadOnlyList<Migration> migrations, string store)
    {
        var newest = migrations[^1].Number;
        if (applied.Keys.DefaultIfEmpty(0).Max() is var found && found > newest)
        {
            throw new StoreException(
                StoreFault.TooNew,
                $"The store {store} has schema {found}, and this program knows schemas up to {newest}: a newer Lumina has written it.",
                "Run that version of Lumina, or point this one to another store.");
        }

        foreach (var migration in migrations)
        {
            if (applied.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum)
            {
                throw new StoreException(
                    StoreFault.Unavailable,
                    $"The store {store} was made by another build: its migration {migration.Name} differs from this program's.",
                    "Run the build that made it, or start with an empty store.");
            }
        }
    }

    private static bool HasVersions(DbConnection connection, SchemaDialect dialect)
    {
        using var command = connection.CreateCommand();
        command.CommandText = dialect.CountVersionTables;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    private static Dictionary<int, string> ReadVersions(DbConnection connection, DbTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "select number, checksum from schema_version";
        using var reader = command.ExecuteReader();
        var versions = new Dictionary<int, string>();
        while (reader.Read())
            versions[reader.GetInt32(0)] = reader.GetString(1);
        return versions;
    }

    private static void Write(DbConnection connection, SchemaDialect dialect, Action<DbTransaction> write)
    {
        using var transaction = connection.BeginTransaction(dialect.Isolation);
        if (dialect.Lock is { } held)
            Execute(transaction, held);
        write(transaction);
        transaction.Commit();
    }

    private static void Execute(DbTransaction transaction, string sql, params (string Name, object Value)[] parameters)
    {
        if (transaction.Connection is not { } connection)
            throw new InvalidOperationException("The transaction has ended.");
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        command.ExecuteNonQuery();
    }

    [LoggerMessage(3100, LogLevel.Information, "Applied migration {Migration} to the store {Store}")]
    private static partial void LogApplied(ILogger logger, string migration, string store);
}
