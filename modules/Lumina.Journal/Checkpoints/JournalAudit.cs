namespace Lumina.Journal.Checkpoints;

/// <summary>What a check of the whole journal has found: archives, chain, streams, heads, checkpoints, end.</summary>
/// <param name="Events">How many events in the database fitted.</param>
/// <param name="ArchivedEvents">How many in files did.</param>
/// <param name="End">The position of the last event that fitted.</param>
/// <param name="SignedUpTo">The last position that a checkpoint in this host's file tells of; what comes after it is proven by the chain only.</param>
/// <param name="Checkpoints">How many checkpoints were held against events.</param>
/// <param name="MissingFiles">Archives that are not where they were written to, and so were not looked at.</param>
/// <param name="BrokenAt">The position of what does not fit; null when all does, or when it has none.</param>
/// <param name="Reason">What does not fit; null when all does.</param>
/// <param name="LastSoundAt">When the last event that fitted was appended.</param>
public sealed record JournalAudit(
    long Events, long ArchivedEvents, long End, long SignedUpTo, long Checkpoints, IReadOnlyList<string> MissingFiles,
    long? BrokenAt, string? Reason, DateTimeOffset? LastSoundAt)
{
    /// <summary>Keys of other hosts that archives are signed with and for which only the database vouches: whoever can write to it can put one there.</summary>
    public IReadOnlyList<string> VouchedKeys { get; init; } = [];
}
