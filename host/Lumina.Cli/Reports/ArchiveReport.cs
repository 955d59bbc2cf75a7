namespace Lumina.Cli.Reports;

/// <summary>What <c>journal verify FILE</c> has found.</summary>
/// <param name="File">The file.</param>
/// <param name="Sound">Whether nothing was found.</param>
/// <param name="Events">How many events fitted.</param>
/// <param name="First">The position of the first event; null when something was found.</param>
/// <param name="Last">The position of the last one; null when something was found.</param>
/// <param name="SignedAt">When it was signed; null when something was found.</param>
/// <param name="Key">The id of the key that has signed it; null when something was found.</param>
/// <param name="KeyTrusted">Whether that is a key that we know.</param>
/// <param name="BrokenAt">The position of what does not fit; null when all does, or when it has none.</param>
/// <param name="Reason">What does not fit.</param>
/// <param name="LastSoundAt">When the last event that fitted was appended.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ArchiveReport(
    string File, bool Sound, long Events, long? First, long? Last, DateTimeOffset? SignedAt, string? Key, bool KeyTrusted, long? BrokenAt,
    string? Reason, DateTimeOffset? LastSoundAt, double Seconds);
