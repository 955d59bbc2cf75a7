using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumina.Deployments.Orchestration;

/// <summary>When a host has started, wakes the deployments that were open when the last one ended, and the components of which something
/// stands by until its time is over.</summary>
internal sealed partial class OpenDeployments(
    IJournal journal, IGrainFactory grains, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<OpenDeployments> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (!await WakeAllAsync(stoppingToken))
            await Task.Delay(Retry, time, stoppingToken);
    }

    private async Task<bool> WakeAllAsync(CancellationToken cancellationToken)
    {
        var allAwake = true;
        try
        {
            // Whatever the clock says: all that have not ended.
            await foreach (var head in journal.ReadDueAsync(Streams.DeploymentPrefix, DateTimeOffset.MaxValue, cancellationToken))
                allAwake &= await WakeAsync(head.Stream, () => grains.GetGrain<IDeploymentGrain>(head.Stream).WakeAsync());
            await foreach (var head in journal.ReadDueAsync(Streams.ComponentPrefix, DateTimeOffset.MaxValue, cancellationToken))
                allAwake &= await WakeAsync(head.Stream, () => grains.GetGrain<IComponentGrain>(head.Stream).WakeAsync());
        }
        catch (JournalUnavailableException problem)
        {
            LogFailed("the journal", problem.Message);
            return false;
        }
        return allAwake;
    }

    /// <summary>One that can't be woken must not keep the others asleep.</summary>
    private async Task<bool> WakeAsync(string stream, Func<Task> wake)
    {
        try
        {
            await wake();
            LogWaking(stream);
            return true;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            LogFailed(stream, problem.Message);
            return false;
        }
    }

    [LoggerMessage(3201, LogLevel.Information, "{Stream} had something to do when the last host ended; it goes on")]
    private partial void LogWaking(string stream);

    [LoggerMessage(3202, LogLevel.Warning, "{Stream} could not be woken ({Reason}); trying again")]
    private partial void LogFailed(string stream, string reason);
}
