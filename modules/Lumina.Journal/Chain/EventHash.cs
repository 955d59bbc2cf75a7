using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lumina.Journal.Chain;

/// <summary>
/// The hash that chains an event to the one before it: SHA-256 over the previous hash and all fields. Numbers are 8 bytes, big-endian;
/// text (UTF-8) and data follow their length, and a missing deployment has the length -1, so no two events have the same encoding.
/// </summary>
internal sealed class EventHash
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>What the first event is chained to.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[Size];

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The hash of an event. An instance keeps its buffer, so it is for one thread.</summary>
    public byte[] Compute(
        ReadOnlySpan<byte> previous, long position, string stream, long sequence, long at, string type, string? deployment, ReadOnlySpan<byte> data)
    {
        _length = 0;
        Put(previous);
        Put(position);
        Put(stream);
        Put(sequence);
        Put(at);
        Put(type);
        if (deployment is null)
            Put(-1);
        else
            Put(deployment);
        Put(data.Length);
        Put(data);
        return SHA256.HashData(_buffer.AsSpan(0, _length));
    }

    private void Put(long number) => BinaryPrimitives.WriteInt64BigEndian(Take(8), number);

    private void Put(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        Put(size);
        Encoding.UTF8.GetBytes(text, Take(size));
    }

    private void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private Span<byte> Take(int size)
    {
        var start = _length;
        _length += size;
        if (_length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_length, _buffer.Length * 2));
        return _buffer.AsSpan(start, size);
    }
}
