using System.Data.Common;
using System.Security.Cryptography;
using Lumina.Journal.Archives;
using Lumina.Journal.Chain;
using Lumina.Journal.Reading;

namespace Lumina.Journal.Checkpoints;

/// <summary>
/// Checks the whole journal, event by event, and holds it against what was signed: in this host's file, and in the database. It trusts this host's
/// key, and the public keys of other hosts that somebody has put beside it, as <c>*.pub</c>. Each host puts its public key into the database, too: what is signed
/// with such a one is checked, and named, because anybody who writes there may have put it there.
/// </summary>
/// <param name="dataSource">The database.</param>
/// <param name="signer">This host's.</param>
/// <param name="folder">The folder with its key.</param>
public sealed class JournalVerifier(DbDataSource dataSource, CheckpointSigner signer, string folder)
{
    /// <summary>Reads everything.</summary>
    /// <exception cref="JournalUnavailableException">The database can't be read now.</exception>
    public Task<JournalAudit> VerifyAsync(CancellationToken cancellationToken = default) =>
        // It can take minutes, and SQLite works on the thread that asks.
        Task.Run(
            async () =>
            {
                while (true)
                {
                    var archived = await ArchivedAsync(cancellationToken);
                    var audit = await RunAsync(cancellationToken);
                    // Events that are archived while we look are gone where we look for them.
                    if (audit.Reason is null || archived == await ArchivedAsync(cancellationToken))
                        return audit;
                }
            },
            cancellationToken);

    private async Task<int> ArchivedAsync(CancellationToken cancellationToken) =>
        (await new ArchiveStore(dataSource).ReadAsync(cancellationToken)).Count;

    private async Task<JournalAudit> RunAsync(CancellationToken cancellationToken)
    {
        var store = new CheckpointStore(dataSource);
        var (trusted, broken) = TrustedKeys();
        if (broken is not null)
            return Nothing(broken);
        var known = new Dictionary<string, byte[]>(await store.ReadKeysAsync(cancellationToken), StringComparer.Ordinal);
        foreach (var (id, key) in trusted)
            known[id] = key;
        try
        {
            // What is signed now is in the journal already, so it must be there when we come to its end.
            await using var ours = await CheckpointMatch.BeginAsync(
                signer.File.Read().ToAsyncEnumerable(), "in this host's file", trusted, cancellationToken);
            await using var theirs = await CheckpointMatch.BeginAsync(store.ReadAsync(cancellationToken), "in the database", known, cancellationToken);
            return await RunAsync(ours, theirs, trusted, known, cancellationToken);
        }
        catch (InvalidDataException damaged)
        {
            return Nothing(damaged.Message);
        }
    }

    private async Task<JournalAudit> RunAsync(
        CheckpointMatch ours, CheckpointMatch theirs, Dictionary<string, byte[]> trusted, Dictionary<string, byte[]> known, CancellationToken cancellationToken)
    {
        var archives = await new ArchivesCheck(await new ArchiveStore(dataSource).ReadAsync(cancellationToken), trusted, known).RunAsync(ours, theirs);
        if (archives.Reason is not null)
            return Audit(new(0, archives.BrokenAt, archives.Reason, null, archives.LastSoundAt));
        using var readers = new KeptReaders(dataSource);
        var chain = await new ChainVerification(dataSource, new EventReader(readers)).RunAsync(
            async (position, hash) => await ours.TakeAsync(position, hash) ?? await theirs.TakeAsync(position, hash), cancellationToken);
        if (chain.Reason is null && (ours.End(EndOf(chain)) ?? theirs.End(EndOf(chain))) is var (position, reason))
            chain = chain with { BrokenAt = position, Reason = reason };
        return Audit(chain);

        long EndOf(ChainFound found) => found.LastSound ?? archives.End;

        JournalAudit Audit(ChainFound found) => new(
            found.Events, archives.Events, EndOf(found), ours.Last?.Position ?? 0, ours.Matched + theirs.Matched, archives.Missing,
            found.BrokenAt, found.Reason, found.LastSoundAt ?? archives.LastSoundAt)
        {
            VouchedKeys = archives.Vouched,
        };
    }

    private static JournalAudit Nothing(string reason) => new(0, 0, 0, 0, 0, [], null, reason, null);

    private (Dictionary<string, byte[]> Keys, string? Broken) TrustedKeys()
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [signer.Key.Id] = signer.Key.Public.ToArray() };
        foreach (var file in Directory.EnumerateFiles(folder, "*.pub"))
        {
            try
            {
                var key = CheckpointKey.ReadPublic(file);
                keys[CheckpointKey.IdOf(key.Span)] = key.ToArray();
            }
            catch (CryptographicException damaged)
            {
                return (keys, damaged.Message);
            }
        }

        return (keys, null);
    }
}
