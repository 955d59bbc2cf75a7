using Lumina.Targets.Process;

namespace Lumina.Host.Starting;

/// <summary>
/// Sees to it that this machine has its agent: starts it while the silo is still starting, so that the first deployment does not
/// wait for it, and starts another when it has died, so that the addresses that it serves are back within a second or two.
/// </summary>
internal sealed partial class AgentWatch(AgentLauncher agent, HostSettings settings, TimeProvider time, ILogger<AgentWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private volatile bool _released;

    /// <summary>Asks the agent to end, which it refuses while it has components. From then on nobody starts it again.</summary>
    /// <returns>Why it goes on; null when it is gone.</returns>
    public async Task<string?> EndAsync(CancellationToken cancellationToken)
    {
        _released = true;
        var answer = await agent.ShutdownAsync(onlyIfEmpty: true, cancellationToken);
        _released = answer.Stopping;
        return answer.Stopping ? null : $"The agent goes on: {answer.Reason}";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!File.Exists(settings.AgentExecutable))
            return;
        // Hosted services are started one after the other: the next one is not to wait for this.
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            if (!_released)
                await EnsureAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await agent.EnsureAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogNoAgent(problem.Message);
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "The agent did not start: {Reason}")]
    private partial void LogNoAgent(string reason);
}
