using System.Security.Cryptography;

namespace Lumina.Agent.State;

/// <summary>The key of an agent's folder, under which it keeps what instances get: 32 random bytes in <c>secrets.key</c>, made with the first contents.</summary>
internal sealed class SealingKey(string folder)
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock _making = new();
    private byte[]? _key;

    private string KeyPath => Path.Combine(folder, "secrets.key");

    /// <param name="content">What to keep.</param>
    /// <param name="what">What it is: only as that it can be opened.</param>
    /// <exception cref="IOException">There is no key and none could be made.</exception>
    public byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> what)
    {
        var all = new byte[NonceSize + TagSize + content.Length];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(Read() ?? Make(), TagSize);
        cipher.Encrypt(all.AsSpan(0, NonceSize), content, all.AsSpan(NonceSize + TagSize), all.AsSpan(NonceSize, TagSize), what);
        return all;
    }

    /// <exception cref="InvalidDataException">It can't be opened; the message says why.</exception>
    public byte[] Open(ReadOnlySpan<byte> closed, ReadOnlySpan<byte> what)
    {
        if (Read() is not { } key)
            throw new InvalidDataException($"{KeyPath} is not there");
        if (closed.Length < NonceSize + TagSize)
            throw new InvalidDataException("it was cut short");
        var content = new byte[closed.Length - NonceSize - TagSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(closed[..NonceSize], closed[(NonceSize + TagSize)..], closed.Slice(NonceSize, TagSize), content, what);
            return content;
        }
        catch (CryptographicException)
        {
            throw new InvalidDataException($"it was changed, or is not of the key in {KeyPath}");
        }
    }

    private byte[]? Read()
    {
        lock (_making)
        {
            if (_key is null && File.Exists(KeyPath) && File.ReadAllBytes(KeyPath) is { Length: KeySize } known)
                _key = known;
            return _key;
        }
    }

    private byte[] Make()
    {
        lock (_making)
        {
            if (File.Exists(KeyPath))
                throw new IOException($"{KeyPath} is no key; restore it, or move it away, and what was kept under it is given anew by the host");
            var key = RandomNumberGenerator.GetBytes(KeySize);
            AtomicFile.Write(KeyPath, key, durable: true);
            return _key = key;
        }
    }
}
