using System.Diagnostics;
using Lumina.Api;
using Lumina.Host.Starting;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;

namespace Lumina.Host.Api;

/// <summary>What is asked about the journal itself.</summary>
internal sealed class JournalDesk(
    IJournal journal, JournalVerifier verifier, JournalArchive archive, CheckpointSigner signer, HostSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public async Task<IResult> OverviewAsync(CancellationToken cancellationToken)
    {
        var files = await archive.ListAsync(cancellationToken);
        var overview = new JournalOverview(await journal.ReadPositionAsync(cancellationToken), signer.Key.Id, [.. files.Select(FileOf)]);
        return Results.Json(overview, ApiJson.Default.JournalOverview);
    }

    public async Task<IResult> VerifyAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var audit = await verifier.VerifyAsync(cancellationToken);
        var report = new JournalReport(
            audit.Reason is null, audit.Events, audit.ArchivedEvents, audit.End, audit.SignedUpTo, audit.Checkpoints, audit.MissingFiles,
            audit.BrokenAt, audit.Reason, audit.LastSoundAt, Stopwatch.GetElapsedTime(started).TotalSeconds)
        {
            VouchedKeys = audit.VouchedKeys is { Count: > 0 } vouched ? vouched : null,
        };
        return Results.Json(report, ApiJson.Default.JournalReport);
    }

    public async Task<IResult> ArchiveAsync(ArchiveRequest request, CancellationToken cancellationToken)
    {
        if (!(request.KeepSeconds >= 0 && request.KeepSeconds <= Longest.TotalSeconds))
            return Problems.BadRequest($"keepSeconds is 0 to {Longest.TotalSeconds}.");
        try
        {
            var done = await archive.ArchiveAsync(settings.ArchiveDirectory, time.GetUtcNow() - TimeSpan.FromSeconds(request.KeepSeconds), cancellationToken);
            return Results.Json(new ArchiveAnswer([.. done.Files.Select(FileOf)], done.HeldBy), ApiJson.Default.ArchiveAnswer);
        }
        catch (JournalDamagedException damaged)
        {
            return Problems.Of(500, new Problem(ProblemCodes.StoreCorrupt, damaged.Message + " Nothing was archived.", "lumina journal verify says what is wrong."));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return Problems.Of(500, new Problem(ProblemCodes.FileUnwritable, unwritable.Message, $"The host must be able to write to {settings.ArchiveDirectory}."));
        }
    }

    private static JournalFile FileOf(ArchivedRange range) =>
        new(range.First, range.Last, range.End.At, range.End.Key, range.File, File.Exists(range.File));
}
