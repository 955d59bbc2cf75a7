using System.Security.Cryptography;
using Lumina.Api;
using Lumina.Journal;
using Lumina.Journal.Archives;
using Lumina.Journal.Checkpoints;
using Lumina.Storage;

namespace Lumina.Host.Starting;

/// <summary>Signs where the journal is, every few seconds, sooner when much happens, and when the host ends; and archives once a day what is older than it is to be kept.</summary>
internal sealed partial class JournalKeeping(
    CheckpointSigner signer, JournalArchive archive, HostSettings settings, TimeProvider time, ILogger<JournalKeeping> logger) : BackgroundService
{
    /// <summary>What comes after the last checkpoint can be cut off without a trace: so it is never more than this old.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>After so many events it is signed at the next look, however young they are.</summary>
    private const int Events = 1_000;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ArchiveInterval = TimeSpan.FromDays(1);

    /// <summary>Adds what keeps the journal; the key is made when there is none.</summary>
    /// <exception cref="HostStartException">Key or checkpoints can't be read.</exception>
    public static void Add(IServiceCollection services, HostSettings settings, StoreDatabase store)
    {
        CheckpointSigner Open(IServiceProvider provider)
        {
            try
            {
                return new(store.DataSource, provider.GetRequiredService<TimeProvider>(), settings.StateDirectory, provider.GetRequiredService<ILogger<CheckpointSigner>>());
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or InvalidDataException)
            {
                throw new HostStartException(
                    ProblemCodes.StoreUnavailable, $"The journal can't be signed: {problem.Message}",
                    $"Look at {CheckpointKey.PrivateFile} and {CheckpointSigner.FileName} in {settings.StateDirectory}; put them back from a copy, or aside.");
            }
        }

        services.AddSingleton(Open);
        services.AddSingleton(provider => new JournalVerifier(store.DataSource, provider.GetRequiredService<CheckpointSigner>(), settings.StateDirectory));
        services.AddSingleton<JournalArchive>();
        services.AddHostedService<JournalKeeping>();
    }

    /// <summary>The last signature: what runs longer has ended by now, for it was started later.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await SignAsync(1, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogNotSigned("the host has to end before the database answers.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var archived = default(DateTimeOffset);
        var looked = time.GetTimestamp();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (time.GetElapsedTime(looked) < Interval)
                {
                    await SignAsync(Events, stoppingToken);
                    continue;
                }

                looked = time.GetTimestamp();
                await SignAsync(1, stoppingToken);
                if (settings.Journal.Keep is not { } keep || time.GetUtcNow() - archived < ArchiveInterval)
                    continue;
                archived = time.GetUtcNow();
                await ArchiveAsync(archived - keep, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task SignAsync(int atLeast, CancellationToken cancellationToken)
    {
        try
        {
            await signer.SignAsync(atLeast, cancellationToken);
        }
        catch (Exception problem) when (problem is JournalUnavailableException or IOException or UnauthorizedAccessException)
        {
            // The database or the disk is away; the next time covers what this one would have.
            LogNotSigned(problem.Message);
        }
    }

    private async Task ArchiveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var range in (await archive.ArchiveAsync(settings.ArchiveDirectory, before, cancellationToken)).Files)
                LogArchived(range.First, range.Last, range.File);
        }
        catch (Exception problem) when (problem is JournalUnavailableException or JournalDamagedException or IOException or UnauthorizedAccessException)
        {
            LogNotArchived(problem.Message);
        }
    }

    [LoggerMessage(4110, LogLevel.Warning, "The journal was not signed: {Reason}")]
    private partial void LogNotSigned(string reason);

    [LoggerMessage(4111, LogLevel.Information, "Archived events {First} to {Last} in {File}")]
    private partial void LogArchived(long first, long last, string file);

    [LoggerMessage(4112, LogLevel.Error, "Old events were not archived: {Reason}")]
    private partial void LogNotArchived(string reason);
}
