namespace Lumina.Secrets.Redaction;

/// <summary>Bytes that are compared by what is in them.</summary>
internal readonly struct ByteString(byte[] bytes) : IEquatable<ByteString>
{
    public byte[] Bytes { get; } = bytes;

    public bool Equals(ByteString other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
