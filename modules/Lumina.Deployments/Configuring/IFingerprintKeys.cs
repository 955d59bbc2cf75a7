using System.Security.Cryptography;
using Lumina.Secrets;

namespace Lumina.Deployments.Configuring;

/// <summary>Keeps the one key under which the hosts of a database tell values apart: with another one, all that instances got would look changed.</summary>
public interface IFingerprintKeys
{
    ValueTask<FingerprintKey> GetAsync(CancellationToken cancellationToken);
}

/// <summary>A key as long as the program lives, where there is no database to keep it.</summary>
internal sealed class MemoryFingerprintKeys : IFingerprintKeys
{
    private readonly FingerprintKey _key = new(RandomNumberGenerator.GetBytes(FingerprintKey.Size));

    public ValueTask<FingerprintKey> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_key);
}
