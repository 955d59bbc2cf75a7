using Lumina.Storage.Postgres;

namespace Lumina.Storage;

/// <summary>Where the store of a cluster is.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>
    /// As Npgsql reads it: <c>Host=db1,db2;Database=lumina;Username=lumina;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem</c>. With <c>Search
    /// Path</c> the tables are in that schema, which must be there.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>A file with nothing but the password and perhaps a line end; null when the connection string or its passfile has it.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether the connection string itself holds the password.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public bool HoldsPassword => PostgresAddress.Parse(ConnectionString).Password is { Length: > 0 };
}
