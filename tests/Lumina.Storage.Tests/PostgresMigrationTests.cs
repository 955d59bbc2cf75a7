using Lumina.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Storage.Tests;

public sealed class PostgresMigrationTests : IDisposable
{
    private readonly StoreSchema _schema = new();

    private static int Newest => Migration.Postgres.Count;

    public void Dispose() => _schema.Dispose();

    [Fact]
    public void Opening_again_changes_nothing()
    {
        _schema.Open().Dispose();
        _schema.Tamper("insert into journal_head values ('s', 1, 1, '', null)");
        var before = _schema.Tamper("select string_agg(number || applied_at, ' ') from schema_version");

        _schema.Open().Dispose();

        Assert.Equal(before, _schema.Tamper("select string_agg(number || applied_at, ' ') from schema_version"));
        Assert.Equal(1L, _schema.Tamper("select count(*) from journal_head"));
    }

    [Fact]
    public void A_store_that_a_newer_program_has_written_is_refused()
    {
        _schema.Open().Dispose();
        _schema.Tamper("insert into schema_version values (99, '0099-future', 'x', 'now')");

        var fault = Assert.Throws<StoreException>(_schema.Open);

        Assert.Equal(StoreFault.TooNew, fault.Fault);
        Assert.Contains("99", fault.Found);
    }

    [Fact]
    public void A_store_whose_migrations_were_others_is_refused()
    {
        _schema.Open().Dispose();
        _schema.Tamper("update schema_version set checksum = 'x' where number = 1");

        Assert.Contains("0001-journal", Assert.Throws<StoreException>(_schema.Open).Message);
    }

    [Fact]
    public void A_migration_that_fails_leaves_nothing_of_itself()
    {
        using var store = _schema.Open();
        using var connection = store.DataSource.OpenConnection();
        Migration[] broken = [.. Migration.Postgres, new(Newest + 1, "broken", "create table half (a text); insert into nowhere values (1);")];

        Assert.ThrowsAny<Exception>(() => Migrator.Apply(connection, SchemaDialect.Postgres, broken, "store", NullLogger.Instance));

        Assert.Equal(0L, _schema.Tamper("select count(*) from pg_tables where schemaname = current_schema() and tablename = 'half'"));
        Assert.Equal(Newest, _schema.Tamper("select max(number) from schema_version"));
    }

    [Fact]
    public async Task Many_may_open_a_new_store_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () => StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = $"{_schema.ConnectionString};Application Name=silo{i}" }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(opened, store => Assert.Equal(Newest, store.SchemaVersion));
        foreach (var store in opened)
            store.Dispose();
        Assert.Equal((long)Newest, _schema.Tamper("select count(*) from schema_version"));
        Assert.Equal(20L, _schema.Tamper("select count(*) from OrleansQuery"));
    }
}
