using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Lumina.Storage;

/// <summary>What Orleans' ADO.NET providers must be told to use this store.</summary>
public static class StorageProvider
{
    /// <summary>The name under which Orleans knows SQLite.</summary>
    public const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>The name under which Orleans knows PostgreSQL; it finds Npgsql by itself.</summary>
    public const string PostgresInvariant = "Npgsql";

    /// <summary>Makes Microsoft.Data.Sqlite known under <see cref="SqliteInvariant"/>. Calling it again does nothing.</summary>
    public static void Register() => DbProviderFactories.RegisterFactory(SqliteInvariant, SqliteFactory.Instance);
}
