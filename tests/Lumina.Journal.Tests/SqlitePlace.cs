using Lumina.Storage;
using Microsoft.Data.Sqlite;

namespace Lumina.Journal.Tests;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqlitePlace : JournalPlace
{
    private readonly DirectoryInfo _folder;

    public SqlitePlace()
        : this(Directory.CreateTempSubdirectory("lumina-journal-"))
    {
    }

    private SqlitePlace(DirectoryInfo folder)
        : base(StoreDatabase.Open(new SqliteStoreOptions { Path = FileIn(folder), LockTimeout = TimeSpan.FromSeconds(20) })) => _folder = folder;

    public string File => FileIn(_folder);

    public override object? Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public override void FailOnInsert(string table, string column, string value, string message) =>
        Tamper($"create trigger fails before insert on {table} when new.{column} = '{value}' begin select raise(abort, '{message}'); end");

    public override void StopFailing(string table) => Tamper("drop trigger fails");

    public override string Plan(string sql) => ReadPlan("explain query plan " + sql, 3)
        .Replace("sqlite_autoindex_journal_event_1", "by-stream", StringComparison.Ordinal)
        .Replace("INTEGER PRIMARY KEY", "by-position", StringComparison.Ordinal)
        .Replace("journal_event_deployment", "by-deployment", StringComparison.Ordinal)
        .Replace("USE TEMP B-TREE", "SORT", StringComparison.Ordinal);

    protected override void Forget() => _folder.Delete(recursive: true);

    private static string FileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "lumina.db");
}
