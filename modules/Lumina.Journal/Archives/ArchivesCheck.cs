using Lumina.Journal.Chain;
using Lumina.Journal.Checkpoints;

namespace Lumina.Journal.Archives;

/// <summary>Checks the files that the database tells of: that each goes on where the last one ends, is signed, and, where it is here, what is in it.</summary>
/// <param name="ranges">What the database tells of.</param>
/// <param name="pinned">The keys that somebody has put beside this host's, and its own.</param>
/// <param name="known">These, and those that are in the database only.</param>
internal sealed class ArchivesCheck(
    IReadOnlyList<ArchivedRange> ranges, IReadOnlyDictionary<string, byte[]> pinned, IReadOnlyDictionary<string, byte[]> known)
{
    private readonly SortedSet<string> _vouched = new(StringComparer.Ordinal);
    private readonly List<string> _missing = [];
    private DateTimeOffset? _lastSoundAt;
    private long _events;

    public async Task<Found> RunAsync(CheckpointMatch ours, CheckpointMatch theirs)
    {
        var (next, previous) = (1L, EventHash.Genesis);
        foreach (var range in ranges)
        {
            if (range.First != next || range.Last < range.First || !range.Previous.Span.SequenceEqual(previous.Span))
                return Broken(range.First, $"The archive {range.File} begins at {range.First}, where {next} should follow: an entry of the list of archives was changed, removed or added.");
            if (!known.TryGetValue(range.End.Key, out var key))
                return Broken(range.Last, $"The archive {range.File} is signed by key {range.End.Key}, which nobody knows: put that host's {CheckpointKey.PublicFile} beside ours, under another name.");
            if (!pinned.ContainsKey(range.End.Key))
                _vouched.Add(range.End.Key);
            if (!CheckpointKey.HasSigned(key, range.End))
                return Broken(range.Last, $"The entry of the archive {range.File} was changed: its signature does not hold.");
            if (await ReadAsync(range, ours, theirs) is { } broken)
                return broken;
            (next, previous) = (range.Last + 1, range.End.Hash);
        }

        return new(_events, next - 1, _missing, [.. _vouched], null, null, _lastSoundAt);
    }

    private async Task<Found?> ReadAsync(ArchivedRange range, CheckpointMatch ours, CheckpointMatch theirs)
    {
        if (!File.Exists(range.File))
        {
            _missing.Add(range.File);
            await ours.SkipAsync(range.Last - 1);
            await theirs.SkipAsync(range.Last - 1);
            return await MatchAsync(range.Last, range.End.Hash) is { } wrong ? Broken(range.Last, wrong) : null;
        }

        var found = await ArchiveVerification.RunAsync(range.File, MatchAsync);
        _events += found.Events;
        _lastSoundAt = found.LastSoundAt ?? _lastSoundAt;
        if (found.Reason is not null)
            return Broken(found.BrokenAt, $"In {range.File}: {found.Reason}");
        return found.Range is { } holds && holds.First == range.First && holds.Last == range.Last
            && holds.Previous.Span.SequenceEqual(range.Previous.Span) && holds.End.Hash.Span.SequenceEqual(range.End.Hash.Span)
            ? null
            : Broken(range.First, $"{range.File} holds other events than the database says.");

        async ValueTask<string?> MatchAsync(long position, ReadOnlyMemory<byte> hash) =>
            await ours.TakeAsync(position, hash) ?? await theirs.TakeAsync(position, hash);
    }

    private Found Broken(long? position, string reason) => new(_events, (position ?? 1) - 1, _missing, [.. _vouched], position, reason, _lastSoundAt);

    /// <summary>What was found.</summary>
    internal sealed record Found(
        long Events, long End, IReadOnlyList<string> Missing, IReadOnlyList<string> Vouched, long? BrokenAt, string? Reason, DateTimeOffset? LastSoundAt);
}
