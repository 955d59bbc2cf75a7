using System.Data.Common;
using System.Security.Cryptography;
using Lumina.Deployments.Configuring;
using Lumina.Journal;
using Lumina.Secrets;

namespace Lumina.Host.Starting;

/// <summary>The key of the database, made by the first host that needs it; read once.</summary>
internal sealed class StoredFingerprintKeys(DbDataSource dataSource) : IFingerprintKeys
{
    private FingerprintKey? _key;

    public async ValueTask<FingerprintKey> GetAsync(CancellationToken cancellationToken) => _key ??= await ReadOrMakeAsync(cancellationToken);

    private async Task<FingerprintKey> ReadOrMakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            if (await ReadAsync(connection, cancellationToken) is { } known)
                return new FingerprintKey(known);
            await using var insert = connection.CreateCommand();
            insert.CommandText = "insert into fingerprint_key (only_one, value) values (1, @value) on conflict (only_one) do nothing";
            var value = insert.CreateParameter();
            (value.ParameterName, value.Value) = ("value", RandomNumberGenerator.GetBytes(FingerprintKey.Size));
            insert.Parameters.Add(value);
            await insert.ExecuteNonQueryAsync(cancellationToken);
            // Another host may have been first: what is there counts.
            return new FingerprintKey(await ReadAsync(connection, cancellationToken) ?? throw new JournalUnavailableException("The key for fingerprints is not in the store."));
        }
        catch (DbException problem)
        {
            throw new JournalUnavailableException($"The key for fingerprints can't be read: {problem.Message}");
        }
    }

    private static async Task<byte[]?> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var select = connection.CreateCommand();
        select.CommandText = "select value from fingerprint_key";
        return await select.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
