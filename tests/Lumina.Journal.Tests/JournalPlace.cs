using System.Text;
using Lumina.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Journal.Tests;

/// <summary>A database of its own for one test's journals.</summary>
public abstract class JournalPlace(StoreDatabase store) : IAsyncDisposable
{
    private readonly List<SqlJournal> _journals = [];

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public StoreDatabase Store => store;

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

    /// <summary>Runs SQL as a tampering hand would: past all of our own code. It is written as for SQLite.</summary>
    public abstract object? Tamper(string sql);

    /// <summary>From now on, inserting a row with that value fails.</summary>
    public abstract void FailOnInsert(string table, string column, string value, string message);

    /// <summary>Takes back what <see cref="FailOnInsert"/> did.</summary>
    public abstract void StopFailing(string table);

    /// <summary>
    /// How the database would answer a query: its steps, one a line. Indexes have the same names for both: by-stream, by-position, by-deployment;
    /// a step that sorts says SORT.
    /// </summary>
    public abstract string Plan(string sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _journals)
            await journal.DisposeAsync();
        Store.Dispose();
        Forget();
        GC.SuppressFinalize(this);
    }

    protected abstract void Forget();

    protected string ReadPlan(string sql, int column)
    {
        using var connection = Store.DataSource.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var steps = new StringBuilder();
        do
        {
            while (reader.Read())
                steps.AppendLine(reader.GetString(column));
        }
        while (reader.NextResult());
        return steps.ToString();
    }
}
