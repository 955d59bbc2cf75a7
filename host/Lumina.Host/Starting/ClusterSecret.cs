using System.Data.Common;

namespace Lumina.Host.Starting;

/// <summary>What every silo of a cluster knows: whoever may read the database.</summary>
internal static class ClusterSecret
{
    public static byte[] Read(DbDataSource dataSource)
    {
        using var connection = dataSource.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "select secret from cluster_secret";
        return command.ExecuteScalar() as byte[] ?? throw new InvalidOperationException("The database has no cluster secret: its row was deleted.");
    }
}
