using Lumina.Journal.Checkpoints;

namespace Lumina.Journal.Archives;

/// <summary>The first line of an archive.</summary>
/// <param name="Archive">The form that follows: 1.</param>
/// <param name="First">The position of its first event.</param>
/// <param name="Previous">The hash that the first event is chained to: zeros, or that of the last event of the file before.</param>
/// <param name="PublicKey">The public half of the key that has signed the last line.</param>
internal sealed record ArchiveHeader(int Archive, long First, byte[] Previous, byte[] PublicKey);

/// <summary>An event, one a line.</summary>
internal sealed record ArchivedEvent(
    long Position, string Stream, long Sequence, long At, string Type, byte[] Data, byte[] Hash, string? Deployment = null)
{
    public static ArchivedEvent Of(JournalEvent found) => new(
        found.Position, found.Stream, found.Sequence, Ticks.Of(found.At), found.Type, found.Data.ToArray(), found.Hash.ToArray(), found.Deployment);

    public JournalEvent ToEvent() => new(Position, Stream, Sequence, Ticks.ToMoment(At), Type, Deployment, Data, Hash);
}

/// <summary>The last line.</summary>
/// <param name="End">The signature over the last event.</param>
/// <param name="Events">How many events there are.</param>
internal sealed record ArchiveFooter(CheckpointLine End, long Events);

/// <summary>Events that were moved to a file.</summary>
/// <param name="First">The position of the first one.</param>
/// <param name="Previous">The hash that it is chained to.</param>
/// <param name="End">The signature over the last one.</param>
/// <param name="File">The file.</param>
public sealed record ArchivedRange(long First, ReadOnlyMemory<byte> Previous, JournalCheckpoint End, string File)
{
    /// <summary>The position of the last one.</summary>
    public long Last => End.Position;
}
