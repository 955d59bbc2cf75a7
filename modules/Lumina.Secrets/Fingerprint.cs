using System.Security.Cryptography;

namespace Lumina.Secrets;

/// <summary>
/// The key under which values are told apart without being told: HMAC-SHA-256, 128 bits of it. A plain digest of a short value could be guessed;
/// this can't be without the key, which the hosts of one database share and which leaves them only for the driver that is asked.
/// </summary>
public sealed class FingerprintKey
{
    public const int Size = 32;

    private readonly byte[] _key;

    /// <param name="key"><see cref="Size"/> random bytes.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public FingerprintKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>The key itself, for whoever hands it on to a driver.</summary>
    public ReadOnlySpan<byte> Reveal() => _key;

    /// <summary><c>hmac:</c> and 32 hexadecimal digits.</summary>
    public string Of(ReadOnlySpan<byte> value) => "hmac:" + Convert.ToHexStringLower(HMACSHA256.HashData(_key, value).AsSpan(0, 16));

    public override string ToString() => "***";
}
