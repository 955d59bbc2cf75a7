using System.Text.RegularExpressions;
using Lumina.Storage;
using Lumina.Testbed;

namespace Lumina.Journal.Tests;

/// <summary>A schema of its own in the server that the tests share, or a database on another.</summary>
public sealed partial class PostgresPlace : JournalPlace
{
    public PostgresPlace()
        : this(PostgresServer.Shared.NewSchema())
    {
    }

    public PostgresPlace(string connectionString)
        : base(StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = connectionString })) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public override object? Tamper(string sql) => PostgresServer.Run(
        ConnectionString,
        ZeroBlob().Replace(HexBlob().Replace(sql, @"'\x$1'::bytea"), "decode(repeat('00', $1), 'hex')").Replace("as blob", "as bytea", StringComparison.Ordinal));

    public override void FailOnInsert(string table, string column, string value, string message) => PostgresServer.Run(
        ConnectionString,
        $"""
        create function fails() returns trigger language plpgsql as $$ begin raise exception '{message}'; end $$;
        create trigger fails before insert on {table} for each row when (new.{column} = '{value}') execute function fails();
        """);

    public override void StopFailing(string table) => PostgresServer.Run(ConnectionString, $"drop trigger fails on {table}");

    /// <summary>The planner would read a small table as a whole: it is told that there are none.</summary>
    public override string Plan(string sql) => ReadPlan("set enable_seqscan = off; set enable_bitmapscan = off; explain " + sql, 0)
        .Replace("journal_event_stream_sequence_key", "by-stream", StringComparison.Ordinal)
        .Replace("journal_event_pkey", "by-position", StringComparison.Ordinal)
        .Replace("journal_event_deployment", "by-deployment", StringComparison.Ordinal)
        .Replace("Sort", "SORT", StringComparison.Ordinal);

    protected override void Forget()
    {
        // The server is forgotten as a whole.
    }

    [GeneratedRegex(@"x'([0-9A-F]*)'")]
    private static partial Regex HexBlob();

    [GeneratedRegex(@"zeroblob\((\d+)\)")]
    private static partial Regex ZeroBlob();
}
