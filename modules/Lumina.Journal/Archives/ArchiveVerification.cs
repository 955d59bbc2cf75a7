using Lumina.Journal.Chain;
using Lumina.Journal.Checkpoints;

namespace Lumina.Journal.Archives;

/// <summary>What was found in an archive.</summary>
/// <param name="File">The file.</param>
/// <param name="Events">How many events fitted.</param>
/// <param name="Range">What the file holds; null when it does not get that far.</param>
/// <param name="BrokenAt">The position of what does not fit; null when all does, or when it has none.</param>
/// <param name="Reason">What does not fit; null when all does.</param>
/// <param name="LastSoundAt">When the last event that fitted was appended.</param>
/// <param name="PublicKey">The key that the file says it was signed with; its signature holds when <paramref name="Reason"/> is null. Whose it is, it can't say.</param>
public sealed record ArchiveVerification(
    string File, long Events, ArchivedRange? Range, long? BrokenAt, string? Reason, DateTimeOffset? LastSoundAt, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>Reads a file from end to end, line by line.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be read.</exception>
    public static ArchiveVerification Run(string file) => RunAsync(file, (_, _) => ValueTask.FromResult<string?>(null)).AsTask().GetAwaiter().GetResult();

    /// <summary>The same, and asks of each event that fitted what else is wrong with it.</summary>
    internal static async ValueTask<ArchiveVerification> RunAsync(string file, Func<long, ReadOnlyMemory<byte>, ValueTask<string?>> also)
    {
        var check = default(ChainCheck);
        var header = default(ArchiveHeader);
        var footer = default(ArchiveFooter);
        try
        {
            var sequences = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var line in ArchiveFile.Lines(file))
            {
                if (header is null || check is null)
                {
                    header = ArchiveFile.Parse(line, KeepingJson.Default.ArchiveHeader);
                    if (header.Archive != ArchiveFile.Format)
                        return Broken(null, $"It is an archive of form {header.Archive}, and this program knows form {ArchiveFile.Format}.");
                    check = new(header.Previous);
                    continue;
                }

                if (footer is not null)
                    return Broken(null, "Something follows its last line.");
                if (line.StartsWith("{\"end\":", StringComparison.Ordinal))
                {
                    footer = ArchiveFile.Parse(line, KeepingJson.Default.ArchiveFooter);
                    continue;
                }

                var found = ArchiveFile.Parse(line, KeepingJson.Default.ArchivedEvent).ToEvent();
                if (check.Last is null && found.Position != header.First)
                    return Broken(found.Position, $"The first event should be {header.First}.");
                if (check.Take(found) is { } reason)
                    return Broken(found.Position, reason);
                if (sequences.TryGetValue(found.Stream, out var sequence) && found.Sequence != sequence + 1)
                    return Broken(found.Position, $"The numbering of stream {found.Stream} has a gap before it.");
                sequences[found.Stream] = found.Sequence;
                if (await also(found.Position, found.Hash) is { } more)
                    return Broken(found.Position, more);
            }

            return End();
        }
        // Dates and numbers out of range, base64 that is none, a stream that ends too soon.
        catch (Exception damaged) when (damaged is InvalidDataException or ArgumentException or FormatException or EndOfStreamException)
        {
            return Broken(null, (check?.Last is { } last ? $"After event {last.Position} the file is damaged. " : "The file is damaged, or no archive. ") + damaged.Message);
        }

        ArchiveVerification End()
        {
            if (header is null || check?.Last is not { } last)
                return Broken(null, "It holds no events.");
            if (footer is null)
                return Broken(null, $"It was cut off after event {last.Position}, or never finished: its last line is missing.");
            var end = footer.End.ToCheckpoint();
            if (end.Position != last.Position || footer.Events != check.Events || !end.Hash.Span.SequenceEqual(check.Hash.Span))
                return Broken(last.Position, $"Its last line says that {footer.Events} events up to {end.Position} are in it; there are {check.Events} up to {last.Position}.");
            if (!CheckpointKey.HasSigned(header.PublicKey, end))
                return Broken(last.Position, "The signature of its last line is not by the key in its first.");
            return new(file, check.Events, new(header.First, header.Previous, end, file), null, null, last.At, header.PublicKey);
        }

        ArchiveVerification Broken(long? position, string reason) =>
            new(file, check?.Events ?? 0, null, position, reason, check?.Last?.At, header?.PublicKey ?? []);
    }
}
