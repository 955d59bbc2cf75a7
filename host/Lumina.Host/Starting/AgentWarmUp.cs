using Lumina.Targets.Process;

namespace Lumina.Host.Starting;

/// <summary>Starts this machine's agent while the silo is still starting, so that the first deployment does not wait for it.</summary>
internal sealed partial class AgentWarmUp(AgentLauncher agent, HostSettings settings, ILogger<AgentWarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!File.Exists(settings.AgentExecutable))
            return;
        // Hosted services are started one after the other: the next one is not to wait for this.
        await Task.Yield();
        try
        {
            await agent.EnsureAsync(stoppingToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whoever needs the agent will try again, and say so to the person who asked.
            LogNoAgent(problem.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends before the agent was up.
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "The agent did not start: {Reason}")]
    private partial void LogNoAgent(string reason);
}
