using System.Text;
using Lumina.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Journal.Tests;

/// <summary>A journal in a folder of its own, for one test.</summary>
public sealed class JournalFolder : IAsyncDisposable
{
    private readonly List<SqlJournal> _journals = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lumina-journal-");

    public JournalFolder()
    {
        Store = StoreDatabase.Open(new SqliteStoreOptions { Path = File, LockTimeout = TimeSpan.FromSeconds(20) });
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string File => Path.Combine(_folder.FullName, "lumina.db");

    public StoreDatabase Store { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static Append Events(string stream, long expected, params string[] types) => new(
        stream, expected, [.. types.Select(type => new NewEvent(type, null, Bytes("{}")))], Bytes($"{{\"at\":{expected + types.Length}}}"), null);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public SqlJournal Open()
    {
        var journal = new SqlJournal(Store.DataSource, Time);
        _journals.Add(journal);
        return journal;
    }

    /// <summary>Runs SQL as a tampering hand would: past all of our own code.</summary>
    public object? Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>How SQLite would answer a query: its steps, one a line.</summary>
    public string Plan(string sql)
    {
        using var connection = Store.DataSource.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        using var reader = command.ExecuteReader();
        var steps = new StringBuilder();
        while (reader.Read())
            steps.AppendLine(reader.GetString(3));
        return steps.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _journals)
            await journal.DisposeAsync();
        Store.Dispose();
        _folder.Delete(recursive: true);
    }
}
