using Lumina.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lumina.Targets.Process;

/// <summary>
/// Starts a successor when the agent has died, for what it served is not reached until there is one. An agent that ended in good
/// order has taken its announcement away and is not missed.
/// </summary>
internal sealed partial class AgentWatch(AgentLauncher launcher, TimeProvider clock, ILogger<AgentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = !HasDied() || await TrySucceedAsync(stoppingToken);
            await Task.Delay(started ? LookEvery : AfterFailure, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool HasDied() => launcher.ReadEndpoint() is { } endpoint && ProcessIdentity.Of(endpoint.ProcessId)?.IsAlive() != true;

    private async Task<bool> TrySucceedAsync(CancellationToken stoppingToken)
    {
        try
        {
            LogSuccessor((await launcher.EnsureAsync(stoppingToken)).ProcessId);
            return true;
        }
        catch (AgentUnavailableException unavailable)
        {
            LogFailed(unavailable.Message);
            return false;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(3301, LogLevel.Warning, "The agent had died; process {ProcessId} has taken its place")]
    private partial void LogSuccessor(int processId);

    [LoggerMessage(3302, LogLevel.Error, "The agent has died and has no successor yet: {Reason}")]
    private partial void LogFailed(string reason);
}
