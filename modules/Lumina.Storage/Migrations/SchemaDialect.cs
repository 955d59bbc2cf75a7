using System.Data;

namespace Lumina.Storage.Migrations;

/// <summary>Where the engines differ when a schema is brought up to date.</summary>
/// <param name="CountVersionTables">Answers 1 when the table of versions is there, else 0.</param>
/// <param name="Isolation">Of a transaction that migrates.</param>
/// <param name="Lock">What such a transaction runs first, so that nobody else migrates meanwhile; null when beginning it is enough.</param>
internal sealed record SchemaDialect(string CountVersionTables, IsolationLevel Isolation, string? Lock)
{
    /// <summary>A serializable transaction takes SQLite's write lock when it begins.</summary>
    public static SchemaDialect Sqlite { get; } =
        new("select count(*) from sqlite_schema where type = 'table' and name = 'schema_version'", IsolationLevel.Serializable, null);

    /// <summary>
    /// Read committed, because each statement then sees what was committed while the lock was waited for. The lock's number is "LUMI"
    /// and 1; it ends with the transaction.
    /// </summary>
    public static SchemaDialect Postgres { get; } = new(
        "select count(*) from pg_catalog.pg_tables where schemaname = current_schema() and tablename = 'schema_version'",
        IsolationLevel.ReadCommitted,
        "select pg_advisory_xact_lock(1280658761, 1)");
}
