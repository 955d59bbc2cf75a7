using System.Diagnostics;
using System.Globalization;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;
using Lumina.Storage;
using Lumina.Testbed;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lumina.Benchmarks;

/// <summary>How many appends a second are on disk, by how many wait at once and how many events each has; then how fast all of it is verified and archived.</summary>
internal static class JournalBenchmark
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(bool postgres)
    {
        var folder = Directory.CreateTempSubdirectory("lumina-journal-").FullName;
        try
        {
            using var store = postgres
                ? StoreDatabase.Open(new PostgresStoreOptions { ConnectionString = PostgresServer.Shared.NewDatabase() })
                : StoreDatabase.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "lumina.db") });
            await using var journal = new SqlJournal(store.DataSource, TimeProvider.System);
            Console.WriteLine("store      writers   events/append    appends/s    events/s   appends/commit");
            // The first appends of a process pay for its compilation.
            await AppendAsync(journal, 16, 1, "warm");
            foreach (var writers in (int[])[1, 16, 256])
            {
                foreach (var events in (int[])[1, 10])
                {
                    var (appends, commits, seconds) = await AppendAsync(journal, writers, events, $"w{writers}-{events}");
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{(postgres ? "postgres" : "sqlite"),-10} {writers,7} {events,15} {appends / seconds,12:0} {appends * events / seconds,11:0} {(double)appends / commits,16:0.0}"));
                }
            }

            await KeepAsync(store, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(long Appends, long Commits, double Seconds)> AppendAsync(SqlJournal journal, int writers, int events, string name)
    {
        var batch = Enumerable.Repeat(new NewEvent("step-done", "dep-1", new byte[200]), events).ToArray();
        var began = await journal.ReadPositionAsync();
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            await Task.Yield();
            var appends = 0L;
            for (var sequence = 0L; Stopwatch.GetElapsedTime(started) < Duration; appends++)
                sequence = (await journal.AppendAsync(new Append($"{name}-{writer}", sequence, batch, new byte[300], null))).Sequence;
            return appends;
        }));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        // What was committed together was appended at one moment.
        var moments = new HashSet<DateTimeOffset>();
        await foreach (var found in journal.ReadAsync(new JournalQuery(After: began)))
            moments.Add(found.At);
        var read = Math.Min(counts.Sum(), JournalBounds.QueryLimit / events);
        return (counts.Sum(), Math.Max(1, moments.Count * counts.Sum() / Math.Max(1, read)), seconds);
    }

    private static async Task KeepAsync(StoreDatabase store, string folder)
    {
        using var signer = new CheckpointSigner(store.DataSource, TimeProvider.System, folder, NullLogger<CheckpointSigner>.Instance);
        await signer.SignAsync();
        var verifier = new JournalVerifier(store.DataSource, signer, folder);
        var started = Stopwatch.GetTimestamp();
        var audit = await verifier.VerifyAsync();
        Report("verified", audit.Events, started, audit.Reason);
        using var archive = new JournalArchive(store.DataSource, TimeProvider.System, signer, verifier);
        started = Stopwatch.GetTimestamp();
        var done = await archive.ArchiveAsync(Path.Combine(folder, "archive"), TimeProvider.System.GetUtcNow());
        var size = done.Files.Sum(range => new FileInfo(range.File).Length);
        Report("verified and archived", done.Files[^1].Last, started, $"{done.Files.Count} files, {size / done.Files[^1].Last} bytes an event");
        started = Stopwatch.GetTimestamp();
        var (events, reason) = (0L, default(string));
        foreach (var range in done.Files)
        {
            var found = ArchiveVerification.Run(range.File);
            events += found.Events;
            reason ??= found.Reason;
        }

        Report("verified in files", events, started, reason);
    }

    private static void Report(string what, long events, long started, string? besides)
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {events} events in {seconds:0.00} s, {events / seconds:0} events/s{(besides is null ? "" : $" ({besides})")}"));
    }
}
