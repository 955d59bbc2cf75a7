namespace Lumina.Api;

/// <summary>What a check of the whole journal has found.</summary>
/// <param name="Sound">Whether nothing was found.</param>
/// <param name="Events">How many events in the database fitted.</param>
/// <param name="ArchivedEvents">How many in archives did.</param>
/// <param name="End">The position of the last event that fitted.</param>
/// <param name="SignedUpTo">The last position that a checkpoint in the host's own file tells of.</param>
/// <param name="Checkpoints">How many checkpoints were held against events.</param>
/// <param name="MissingFiles">Archives that are not where they were written to, and so were not looked at.</param>
/// <param name="BrokenAt">The position of what does not fit; null when all does, or when it has none.</param>
/// <param name="Reason">What does not fit; null when all does.</param>
/// <param name="LastSoundAt">When the last event that fitted was appended.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record JournalReport(
    bool Sound, long Events, long ArchivedEvents, long End, long SignedUpTo, long Checkpoints, IReadOnlyList<string> MissingFiles,
    long? BrokenAt, string? Reason, DateTimeOffset? LastSoundAt, double Seconds)
{
    /// <summary>Keys of other hosts that archives are signed with and that are known from the database only; null for none.</summary>
    public IReadOnlyList<string>? VouchedKeys { get; init; }
}

/// <summary>Where a journal is, and where its older events are.</summary>
/// <param name="End">The position of its last event.</param>
/// <param name="Key">The id of the key that this host signs with.</param>
/// <param name="Archives">Files, oldest first.</param>
public sealed record JournalOverview(long End, string Key, IReadOnlyList<JournalFile> Archives);

/// <param name="First">The position of its first event.</param>
/// <param name="Last">The position of its last one.</param>
/// <param name="ArchivedAt">When it was written and signed.</param>
/// <param name="Key">The id of the key that signed it.</param>
/// <param name="File">The file, on the host's machine.</param>
/// <param name="IsHere">Whether it is still there.</param>
public sealed record JournalFile(long First, long Last, DateTimeOffset ArchivedAt, string Key, string File, bool IsHere);

/// <summary>Asks for old events to be moved to files.</summary>
/// <param name="KeepSeconds">What is not older stays; 0 or more.</param>
public sealed record ArchiveRequest(double KeepSeconds);

/// <param name="Files">The new files.</param>
/// <param name="HeldBy">The deployment that keeps older events where they are, because it is open or newer; null for none.</param>
public sealed record ArchiveAnswer(IReadOnlyList<JournalFile> Files, string? HeldBy);
