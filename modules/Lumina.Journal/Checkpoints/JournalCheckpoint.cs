using System.Buffers.Binary;
using System.Text;

namespace Lumina.Journal.Checkpoints;

/// <summary>A host's word that the journal was so: its signature over the hash of one event, and by that over all events up to it.</summary>
/// <param name="Position">The event's position.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">When it was signed, by the signer's clock.</param>
/// <param name="Key">The id of the key that signed.</param>
/// <param name="Signature">ECDSA on P-256 with SHA-256, over all the above.</param>
public sealed record JournalCheckpoint(
    long Position, ReadOnlyMemory<byte> Hash, DateTimeOffset At, string Key, ReadOnlyMemory<byte> Signature)
{
    private static readonly byte[] Purpose = Encoding.UTF8.GetBytes("lumina-journal-checkpoint-1");

    /// <summary>What is signed. All parts but the last have one length each, so no two checkpoints have the same bytes.</summary>
    internal static byte[] Signed(long position, ReadOnlySpan<byte> hash, DateTimeOffset at, string key)
    {
        var numbers = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, position);
        BinaryPrimitives.WriteInt64BigEndian(numbers.AsSpan(8), Ticks.Of(at));
        return [.. Purpose, .. numbers, .. hash, .. Encoding.UTF8.GetBytes(key)];
    }
}
