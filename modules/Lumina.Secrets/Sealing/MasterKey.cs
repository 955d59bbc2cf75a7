using System.Security.Cryptography;
using System.Text;

namespace Lumina.Secrets.Sealing;

/// <summary>The key that data keys are wrapped with. It prints as <c>***</c> and has no members that a serialiser could take it from.</summary>
public sealed class MasterKey
{
    internal const int Size = 32;

    /// <summary>How many bytes an id has; it is written in twice as many hexadecimal digits.</summary>
    internal const int IdSize = 8;

    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "lumina master key\n"u8, .. key]).AsSpan(0, IdSize));
    }

    /// <summary>A short digest of it: names it, and tells nothing of it.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>A new one.</summary>
    internal static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Size));

    /// <param name="text">Base64 of 32 bytes; white space around it does not count.</param>
    /// <returns>Null when it is no key.</returns>
    internal static MasterKey? Parse(string text)
    {
        var key = new byte[Size + 1];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == Size ? new(key[..Size]) : null;
    }

    internal static bool IsId(string text) => text.Length == 2 * IdSize && text.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f');

    /// <summary>As its file and the variable have it.</summary>
    internal byte[] ToFile() => Encoding.ASCII.GetBytes(Convert.ToBase64String(_key) + "\n");

    public override string ToString() => "***";
}
