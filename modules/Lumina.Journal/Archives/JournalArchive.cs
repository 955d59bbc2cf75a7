using System.Data.Common;
using Lumina.Journal.Chain;
using Lumina.Journal.Checkpoints;
using Lumina.Journal.Reading;

namespace Lumina.Journal.Archives;

/// <summary>
/// Moves the journal's oldest events to files. Always from its beginning on: what stays is one chain without gaps, which goes on where the last file
/// ends. A file is complete, on disk and read back before a row goes, so a crash at any point leaves the events in the table, in a file, or both.
/// </summary>
public sealed class JournalArchive(DbDataSource dataSource, TimeProvider time, CheckpointSigner signer, JournalVerifier verifier) : IDisposable
{
    /// <summary>Most events of one file: what goes in one transaction.</summary>
    public const int FileEvents = 50_000;

    private readonly ArchiveStore _store = new(dataSource);
    private readonly KeptReaders _readers = new(dataSource);
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Archives what is older than a moment and belongs to no deployment that is open or newer.</summary>
    /// <exception cref="JournalUnavailableException">The database can't be used now. What was moved before stays moved.</exception>
    /// <exception cref="JournalDamagedException">The events don't fit together, so they stay where they are.</exception>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async Task<ArchiveOutcome> ArchiveAsync(string folder, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // What is archived is signed, so it has to be right; and what was rewritten as a whole only the checkpoints show.
            if (await verifier.VerifyAsync(cancellationToken) is { Reason: { } broken } audit)
                throw new JournalDamagedException(audit.BrokenAt ?? audit.End, broken);
            await signer.PublishKeyAsync(cancellationToken);
            Directory.CreateDirectory(folder);
            var done = await _store.ReadAsync(cancellationToken);
            var (cut, heldBy) = await _store.FindCutAsync(before, cancellationToken);
            var moved = new List<ArchivedRange>();
            var (first, previous) = done.Count > 0 ? (done[^1].Last + 1, done[^1].End.Hash) : (1, EventHash.Genesis);
            while (first <= cut)
            {
                var last = Math.Min(first + FileEvents - 1, cut);
                var range = await WriteAsync(Path.Combine(folder, ArchiveFile.NameOf(first, last)), first, last, previous, cancellationToken);
                if (!await _store.MoveAsync(range, cancellationToken))
                    break;
                moved.Add(range);
                (first, previous) = (last + 1, range.End.Hash);
            }

            return new(moved, heldBy);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>All files, oldest first.</summary>
    /// <exception cref="JournalUnavailableException">The database can't be read now.</exception>
    public async Task<IReadOnlyList<ArchivedRange>> ListAsync(CancellationToken cancellationToken = default) => await _store.ReadAsync(cancellationToken);

    /// <summary>The file with the last archived event of a stream; null when none of its events was archived.</summary>
    /// <exception cref="JournalUnavailableException">The database can't be read now.</exception>
    public Task<ArchivedRange?> FindAsync(string stream, CancellationToken cancellationToken = default) => _store.FindAsync(stream, cancellationToken);

    public void Dispose()
    {
        _readers.Dispose();
        _gate.Dispose();
    }

    private async Task<ArchivedRange> WriteAsync(string path, long first, long last, ReadOnlyMemory<byte> previous, CancellationToken cancellationToken)
    {
        var query = new JournalQuery(After: first - 1, Limit: (int)(last - first + 1));
        var range = await ArchiveFile.WriteAsync(path, first, previous, new EventReader(_readers).ReadAsync(query, cancellationToken), signer.Key, time.GetUtcNow());
        var readBack = ArchiveVerification.Run(path);
        if (readBack.Reason is { } reason)
            throw new IOException($"{path} does not read as it was written: {reason}");
        return range.Last == last ? range : throw new JournalDamagedException(range.Last, $"Events up to {last} should follow it.");
    }
}

/// <summary>What was archived.</summary>
/// <param name="Files">The new files, oldest first.</param>
/// <param name="HeldBy">The deployment that keeps older events where they are, because it is open or newer; null for none.</param>
public sealed record ArchiveOutcome(IReadOnlyList<ArchivedRange> Files, string? HeldBy);
