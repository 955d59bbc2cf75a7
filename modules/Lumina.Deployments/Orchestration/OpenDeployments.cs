using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// Sees to it that nothing that is open sleeps: deployments that have not ended, and components of which something stands by until its time is
/// over. Looks when the host has started, whenever silos came or went, and from time to time all the same.
/// </summary>
internal sealed partial class OpenDeployments(
    IJournal journal, IGrainFactory grains, SiloShares shares, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<OpenDeployments> logger)
    : BackgroundService
{
    /// <summary>How many are woken at a time.</summary>
    private const int AtOnce = 32;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>A component whose time comes before the look after the next is woken now: its own timer does the rest.</summary>
    private static readonly TimeSpan Ahead = 3 * LookEvery;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (true)
        {
            // Asked for before the look: what changes during it is looked at again.
            var changed = shares.Changed;
            var wait = await WakeAllAsync(stoppingToken) ? LookEvery * (1 + (shares.Spread / 4)) : Retry;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(changed, Task.Delay(wait, time, enough.Token));
            await enough.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> WakeAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Whatever the clock says: all that have not ended.
            var deployments = await ReadAsync(Streams.DeploymentPrefix, DateTimeOffset.MaxValue, cancellationToken);
            var components = await ReadAsync(Streams.ComponentPrefix, time.GetUtcNow() + Ahead, cancellationToken);
            return await WakeAsync(deployments, stream => grains.GetGrain<IDeploymentGrain>(stream).WakeAsync(), cancellationToken)
                & await WakeAsync(components, stream => grains.GetGrain<IComponentGrain>(stream).WakeAsync(), cancellationToken);
        }
        catch (JournalUnavailableException problem)
        {
            LogFailed("the journal", problem.Message);
            return false;
        }
    }

    /// <summary>The names of those that are this silo's to wake. The read is over before the first is: a wake may take its time.</summary>
    private async Task<List<string>> ReadAsync(string prefix, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var streams = new List<string>();
        await foreach (var head in journal.ReadDueAsync(prefix, due, cancellationToken))
        {
            if (shares.IsOurs(head.Stream))
                streams.Add(head.Stream);
        }
        return streams;
    }

    /// <summary>One that can't be woken must not keep the others asleep.</summary>
    private async Task<bool> WakeAsync(List<string> streams, Func<string, Task> wake, CancellationToken cancellationToken)
    {
        var failed = 0;
        await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (stream, _) =>
        {
            try
            {
                await wake(stream);
                LogAwake(stream);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                Interlocked.Increment(ref failed);
                LogFailed(stream, problem.Message);
            }
        });
        return failed == 0;
    }

    [LoggerMessage(3201, LogLevel.Debug, "{Stream} has something to do and is awake")]
    private partial void LogAwake(string stream);

    [LoggerMessage(3202, LogLevel.Warning, "{Stream} could not be woken ({Reason}); trying again")]
    private partial void LogFailed(string stream, string reason);
}
