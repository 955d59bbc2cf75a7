namespace Lumina.Journal.Chain;

/// <summary>Follows the chain of hashes event by event, and each stream's numbering as far as it was seen.</summary>
internal sealed class ChainCheck(ReadOnlyMemory<byte> previous)
{
    private const string Mismatch =
        "Its hash does not follow from the event before it and from its content: one of them was changed, removed or added.";

    private readonly EventHash _hasher = new();

    public long Events { get; private set; }

    /// <summary>The hash of the last event that fitted.</summary>
    public ReadOnlyMemory<byte> Hash { get; private set; } = previous;

    /// <summary>The last event that fitted; null before the first one.</summary>
    public JournalEvent? Last { get; private set; }

    /// <summary>Takes the next event. Why it does not fit; null when it does.</summary>
    public string? Take(JournalEvent found)
    {
        var hash = _hasher.Compute(
            Hash.Span, found.Position, found.Stream, found.Sequence, Ticks.Of(found.At), found.Type, found.Deployment, found.Data.Span);
        if (!found.Hash.Span.SequenceEqual(hash))
            return Mismatch;
        Hash = hash;
        Last = found;
        Events++;
        return null;
    }
}
