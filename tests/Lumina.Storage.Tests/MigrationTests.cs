using System.Diagnostics;
using Lumina.Storage.Migrations;

namespace Lumina.Storage.Tests;

public sealed class MigrationTests : IDisposable
{
    private const string StoreVariable = "LUMINA_MIGRATION_TEST_STORE";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scripts_are_numbered_from_one_without_gaps()
    {
        Assert.Equal(Enumerable.Range(1, Migration.Sqlite.Count), Migration.Sqlite.Select(migration => migration.Number));
        Assert.Equal(Enumerable.Range(1, Migration.Postgres.Count), Migration.Postgres.Select(migration => migration.Number));
    }

    [Fact]
    public void Line_ends_do_not_change_a_checksum_but_anything_else_does()
    {
        var script = new Migration(1, "0001-a", "a\nb\n");

        Assert.Equal(script.Checksum, (script with { Script = "a\r\nb\r\n" }).Checksum);
        Assert.NotEqual(script.Checksum, new Migration(1, "0001-a", "a\nb\n ").Checksum);
    }

    [Fact]
    public void Opening_again_changes_nothing()
    {
        _folder.Open().Dispose();
        _folder.Tamper("insert into journal_head values ('s', 1, 1, zeroblob(0), null)");
        var before = _folder.Tamper("select group_concat(number || applied_at) from schema_version");

        _folder.Open().Dispose();

        Assert.Equal(before, _folder.Tamper("select group_concat(number || applied_at) from schema_version"));
        Assert.Equal(1L, _folder.Tamper("select count(*) from journal_head"));
    }

    [Fact]
    public void A_store_that_a_newer_program_has_written_is_refused()
    {
        _folder.Open().Dispose();
        _folder.Tamper("insert into schema_version values (99, '0099-future', 'x', 'now')");

        var fault = Assert.Throws<StoreException>(_folder.Open);

        Assert.Equal(StoreFault.TooNew, fault.Fault);
        Assert.Contains("99", fault.Found);
    }

    [Fact]
    public void A_store_whose_migrations_were_others_is_refused()
    {
        _folder.Open().Dispose();
        _folder.Tamper("update schema_version set checksum = 'x' where number = 1");

        Assert.Contains("0001-journal", Assert.Throws<StoreException>(_folder.Open).Message);
    }

    [Fact]
    public void A_migration_that_fails_leaves_nothing_of_itself()
    {
        using var store = _folder.Open();
        using var connection = store.DataSource.OpenConnection();
        Migration[] broken = [.. Migration.Sqlite, new(Migration.Sqlite.Count + 1, "9999-broken", "create table half (a); insert into nowhere values (1);")];

        Assert.ThrowsAny<Exception>(() => Migrator.Apply(connection, SchemaDialect.Sqlite, broken, "store", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Equal(0L, _folder.Tamper("select count(*) from sqlite_schema where name = 'half'"));
        Assert.Equal((long)Migration.Sqlite.Count, _folder.Tamper("select max(number) from schema_version"));
    }

    [Fact]
    public void An_older_store_is_brought_up_to_date()
    {
        using (var store = _folder.Open())
        {
            using var connection = store.DataSource.OpenConnection();
            Migration[] newer = [.. Migration.Sqlite, new(Migration.Sqlite.Count + 1, "9999-new", "create table added (a);")];
            Assert.Equal(Migration.Sqlite.Count + 1, Migrator.Apply(connection, SchemaDialect.Sqlite, newer, "store", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        }

        Assert.Equal(1L, _folder.Tamper("select count(*) from sqlite_schema where name = 'added'"));
        Assert.Equal(StoreFault.TooNew, Assert.Throws<StoreException>(_folder.Open).Fault);
    }

    [Fact]
    public async Task Many_may_open_a_new_store_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => StoreDatabase.Open(_folder.Options with { LockTimeout = TimeSpan.FromSeconds(30) }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(opened, store => Assert.Equal(Migration.Sqlite.Count, store.SchemaVersion));
        foreach (var store in opened)
            store.Dispose();
        Assert.Equal((long)Migration.Sqlite.Count, _folder.Tamper("select count(*) from schema_version"));
    }

    [Fact]
    public async Task Two_processes_may_open_a_new_store_at_once()
    {
        var exits = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunOpenAsync()));

        Assert.All(exits, exit => Assert.Equal("", exit));
        Assert.Equal((long)Migration.Sqlite.Count, _folder.Tamper("select count(*) from schema_version"));
    }

    /// <summary>Not a test of its own: what the processes of the test above do.</summary>
    [Fact(Explicit = true)]
    public void Open_the_store()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 }, "Run by another test.");
        StoreDatabase.Open(new SqliteStoreOptions { Path = Environment.GetEnvironmentVariable(StoreVariable) ?? "" }).Dispose();
    }

    /// <summary>What the process said when it failed; empty when it did not.</summary>
    private async Task<string> RunOpenAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(MigrationTests).Assembly.GetName().Name ?? ""))
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(MigrationTests).FullName}.{nameof(Open_the_store)}" },
            Environment = { [StoreVariable] = _folder.File },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 && output.Contains("Total: 1,", StringComparison.Ordinal) ? "" : output;
    }
}
