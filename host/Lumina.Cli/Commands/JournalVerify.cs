using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Reports;
using Lumina.Cli.Surroundings;
using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;

namespace Lumina.Cli.Commands;

/// <summary><c>lumina journal verify</c>: the host's journal; or a file, without a host.</summary>
internal sealed class JournalVerify : Verb
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "An archive; the host's whole journal unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _key = new("--key")
    {
        Description = $"A public key ({CheckpointKey.PublicFile} of a host) that FILE may be signed with; those in the state folder unless given.",
        HelpName = "PEM",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public JournalVerify(World world, CommonOptions common)
        : base(
            world, common, Needs.Host, "verify", "Checks that no event was changed, removed or added: chain, streams, signatures, archives.",
            "lumina journal verify", "lumina journal verify journal-000000000001-000000050000.jsonl.gz")
    {
        Add(_file);
        AddOptions(_key);
    }

    protected override async Task<ExitCode> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (session.Value(_file) is { } file) return VerifyFile(session, Path.GetFullPath(file, session.World.CurrentDirectory));
        if (session.Value(_key) is { Length: > 0 })
            throw CliException.BadCommandLine("--key is for a FILE.", "The host's journal is held against the keys in its state folder.");
        var host = await session.Door().RequireAsync(cancellationToken);
        var report = await host.Client.VerifyJournalAsync(cancellationToken);
        if (session.Screen.Json) session.Print(report, json => json.JournalReport);
        else Write(session.Screen, report);
        return report.Sound ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(Screen screen, JournalReport report)
    {
        if (report.Sound)
        {
            screen.Report($"sound: {Count(report.Events)}{(report.ArchivedEvents > 0 ? $" and {Count(report.ArchivedEvents)} in archives" : "")} fit, and {report.Checkpoints} checkpoints", Tone.Good);
            screen.Report(report.SignedUpTo < report.End
                ? $"  signed up to event {report.SignedUpTo}; the {report.End - report.SignedUpTo} after it are not yet"
                : "  signed to its end");
        }
        else Broken(screen, report.BrokenAt, report.Reason, report.LastSoundAt);

        foreach (var missing in report.MissingFiles) screen.Report($"  not looked at, for it is not there: {missing}", Tone.Doubtful);
        foreach (var key in report.VouchedKeys ?? [])
            screen.Report($"  archives are signed by key {key}, for which only the database vouches: put that host's {CheckpointKey.PublicFile} beside the host's own to be sure", Tone.Doubtful);
        Speed(screen, report.Events + report.ArchivedEvents, report.Seconds);
    }

    private ExitCode VerifyFile(Session session, string file)
    {
        var started = Stopwatch.GetTimestamp();
        var found = Read(file);
        var key = found.Reason is null ? CheckpointKey.IdOf(found.PublicKey.Span) : null;
        var trusted = key is not null && TrustedKeys(session).Contains(key);
        var report = new ArchiveReport(
            file, found.Reason is null, found.Events, found.Range?.First, found.Range?.Last, found.Range?.End.At, key, trusted, found.BrokenAt, found.Reason,
            found.LastSoundAt, Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (session.Screen.Json) session.Print(report, json => json.ArchiveReport);
        else Write(session.Screen, report);
        return report is { Sound: true, KeyTrusted: true } ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(Screen screen, ArchiveReport report)
    {
        if (report.Sound)
        {
            screen.Report($"{(report.KeyTrusted ? "sound" : "whole")}: events {report.First} to {report.Last} fit", report.KeyTrusted ? Tone.Good : Tone.Doubtful);
            screen.Report(string.Create(CultureInfo.InvariantCulture, $"  signed {report.SignedAt:yyyy-MM-dd HH:mm:ss}Z with key {report.Key}"));
            if (!report.KeyTrusted) screen.Report("  nobody here knows that key, so anybody may have written the file: name the host's public key with --key", Tone.Bad);
        }
        else Broken(screen, report.BrokenAt, report.Reason, report.LastSoundAt);

        Speed(screen, report.Events, report.Seconds);
    }

    private static void Broken(Screen screen, long? at, string? reason, DateTimeOffset? lastSoundAt)
    {
        screen.Report($"not sound{(at is { } position ? $" at event {position}" : "")}: {reason}", Tone.Bad);
        if (lastSoundAt is { } moment)
            screen.Report(string.Create(CultureInfo.InvariantCulture, $"  the last event before that is right, and of {moment:yyyy-MM-dd HH:mm:ss}Z"));
    }

    private static void Speed(Screen screen, long events, double seconds) => screen.Report(string.Create(
        CultureInfo.InvariantCulture, $"  {events} events in {seconds:0.00} s, {events / Math.Max(seconds, 0.001):0} events/s"), Tone.Faint);

    private static string Count(long events) => events == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{events} events");

    private static ArchiveVerification Read(string file)
    {
        try
        {
            return ArchiveVerification.Run(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"{file} can't be read: {unreadable.Message}", null));
        }
    }

    private HashSet<string> TrustedKeys(Session session)
    {
        var named = session.Value(_key) is { Length: > 0 } files ? files.Select(file => Path.GetFullPath(file, session.World.CurrentDirectory)) : null;
        var state = session.Door().State.Path;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in named ?? (Directory.Exists(state) ? Directory.EnumerateFiles(state, "*.pub") : []))
        {
            try
            {
                keys.Add(CheckpointKey.IdOf(CheckpointKey.ReadPublic(file).Span));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new CliException(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, $"{file} can't be read as a public key: {unreadable.Message}", null));
            }
        }

        return keys;
    }
}
