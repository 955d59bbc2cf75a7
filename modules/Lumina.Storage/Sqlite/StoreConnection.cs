using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lumina.Storage.Sqlite;

/// <summary>A connection that waits for locks in SQLite itself, and whose failures say what to do.</summary>
internal sealed class StoreConnection(string connectionString, string path, int lockTimeoutMilliseconds) : SqliteConnection(connectionString)
{
    /// <summary>
    /// What is acknowledged must outlive a power cut: full is SQLite's default, but a build may change it for WAL. A page that is written
    /// again and again goes from the log to the file once per checkpoint, so checkpoints are rare: every 40 MB. The cache holds 16 MB.
    /// </summary>
    private const string Settings = "pragma synchronous = full; pragma wal_autocheckpoint = 10000; pragma cache_size = -16384";

    public override void Open()
    {
        try
        {
            base.Open();
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, path) is { } fault)
        {
            throw fault;
        }

        // Microsoft.Data.Sqlite by itself sleeps 150 ms between two tries; SQLite begins with 1 ms.
        _ = raw.sqlite3_busy_timeout(Handle, lockTimeoutMilliseconds);
        using var command = CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override SqliteCommand CreateCommand() =>
        new StoreCommand(path) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };
}
