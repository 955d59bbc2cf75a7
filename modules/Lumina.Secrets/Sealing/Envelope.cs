using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Secrets.Sealing;

/// <summary>What an envelope is for. It opens for nothing else.</summary>
/// <param name="Name">The secret's name.</param>
/// <param name="Environment">The environment, or <c>*</c>.</param>
/// <param name="Version">From 1.</param>
internal readonly record struct EnvelopeAddress(string Name, string Environment, int Version);

/// <summary>What can be told of an envelope without opening it. Only opening it tells whether that is true.</summary>
/// <param name="KeyId">The master key that it is of.</param>
/// <param name="IsForAll">Whether it is for all environments.</param>
/// <param name="CreatedAt">When the value was set, to the second.</param>
internal sealed record EnvelopeLabel(string KeyId, bool IsForAll, DateTimeOffset CreatedAt);

/// <summary>
/// A sealed value: <c>1 | scope | key id (8) | created (8) | nonce (12) | data key, encrypted (32) | tag (16) | nonce (12) | tag (16) | value, encrypted</c>, as base64url.
/// The value is encrypted (AES-256-GCM) with a data key of its own, and that with the master key. Both are bound to the label and the address as associated data.
/// </summary>
internal static class Envelope
{
    /// <summary>How many bytes a value may have.</summary>
    public const int LargestValue = 64 * 1024;

    private const byte Format = 1;
    private const byte ForAll = 0, ForOne = 1;
    private const int LabelSize = 2 + MasterKey.IdSize + 8;
    private const int NonceSize = 12, TagSize = 16;
    private const int WrappedSize = NonceSize + MasterKey.Size + TagSize;
    private const int Overhead = LabelSize + WrappedSize + NonceSize + TagSize;

    /// <summary>The longest text that an envelope can be.</summary>
    public static int LongestText { get; } = Base64Url.GetEncodedLength(Overhead + LargestValue);

    public static string Seal(MasterKey key, EnvelopeAddress address, DateTimeOffset createdAt, ReadOnlySpan<byte> value)
    {
        var bytes = new byte[Overhead + value.Length];
        bytes[0] = Format;
        bytes[1] = address.Environment == SealedNaming.All ? ForAll : ForOne;
        Convert.FromHexString(key.Id).CopyTo(bytes, 2);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2 + MasterKey.IdSize), createdAt.ToUnixTimeSeconds());
        var bound = Bound(bytes, address);
        var dataKey = RandomNumberGenerator.GetBytes(MasterKey.Size);
        try
        {
            var wrapped = bytes.AsSpan(LabelSize, WrappedSize);
            RandomNumberGenerator.Fill(wrapped[..NonceSize]);
            using (var outer = new AesGcm(key.Bytes, TagSize))
                outer.Encrypt(wrapped[..NonceSize], dataKey, wrapped.Slice(NonceSize, MasterKey.Size), wrapped[^TagSize..], bound);
            var sealing = bytes.AsSpan(LabelSize + WrappedSize);
            RandomNumberGenerator.Fill(sealing[..NonceSize]);
            using var inner = new AesGcm(dataKey, TagSize);
            inner.Encrypt(sealing[..NonceSize], value, sealing[(NonceSize + TagSize)..], sealing.Slice(NonceSize, TagSize), bound);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }

        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when the text is no envelope.</summary>
    public static EnvelopeLabel? Label(string text) => Decode(text) is { } bytes ? Label(bytes) : null;

    /// <summary>Null when it does not open: it was changed, is of another key, or is for another address.</summary>
    public static SecretValue? Open(string text, MasterKey key, EnvelopeAddress address)
    {
        if (Decode(text) is not { } bytes || Label(bytes) is not { } label || label.KeyId != key.Id || label.IsForAll != (address.Environment == SealedNaming.All))
            return null;
        var bound = Bound(bytes, address);
        var dataKey = new byte[MasterKey.Size];
        var value = new byte[bytes.Length - Overhead];
        try
        {
            var wrapped = bytes.AsSpan(LabelSize, WrappedSize);
            using (var outer = new AesGcm(key.Bytes, TagSize))
                outer.Decrypt(wrapped[..NonceSize], wrapped.Slice(NonceSize, MasterKey.Size), wrapped[^TagSize..], dataKey, bound);
            var sealing = bytes.AsSpan(LabelSize + WrappedSize);
            using var inner = new AesGcm(dataKey, TagSize);
            inner.Decrypt(sealing[..NonceSize], sealing[(NonceSize + TagSize)..], sealing.Slice(NonceSize, TagSize), value, bound);
            return SecretValue.Of(value);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
            CryptographicOperations.ZeroMemory(value);
        }
    }

    // One text for each: padding, white space or stray bits at the end are no other way to write the same.
    private static byte[]? Decode(string text)
    {
        if (text.Length > LongestText || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return bytes.Length >= Overhead && Base64Url.EncodeToString(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static EnvelopeLabel? Label(byte[] bytes)
    {
        var created = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(2 + MasterKey.IdSize));
        return bytes[0] == Format && bytes[1] is ForAll or ForOne && created is >= 0 and < 253_402_300_800
            ? new(Convert.ToHexStringLower(bytes.AsSpan(2, MasterKey.IdSize)), bytes[1] == ForAll, DateTimeOffset.FromUnixTimeSeconds(created))
            : null;
    }

    private static byte[] Bound(byte[] bytes, EnvelopeAddress address) =>
        [.. Encoding.UTF8.GetBytes($"lumina sealed\n{address.Name}\n{address.Environment}\n{address.Version}\n"), .. bytes.AsSpan(0, LabelSize)];
}
