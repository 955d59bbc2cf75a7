using Lumina.Agent.Supervision;

namespace Lumina.Agent.Logs;

/// <summary>Keeps logs bounded: those that are written in size, those of ended instances in number.</summary>
internal sealed class LogRotation(AgentContext agent, Supervisor supervisor)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, agent.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var component in supervisor.All)
                    TryRotate(component);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    public void Rotate(Component component)
    {
        var live = component.LiveInstances().ToHashSet(StringComparer.Ordinal);
        foreach (var instance in live)
            Rotate(new LogFile(Path.Combine(component.LogFolder, instance + LogFile.Suffix)));

        var ended = LogFile.FindAll(component.LogFolder).Where(log => !live.Contains(log.Instance)).ToList();
        if (ended.Count <= agent.Options.EndedLogs)
            return;
        foreach (var log in ended.OrderByDescending(log => File.GetLastWriteTimeUtc(log.Path)).Skip(agent.Options.EndedLogs))
            Delete(log);
    }

    private void TryRotate(Component component)
    {
        try
        {
            Rotate(component);
        }
        catch (Exception e)
        {
            // The next round may find it better, and the others' logs grow meanwhile.
            agent.Logger.Unexpected(e, $"Rotating the logs of {component.Key}");
        }
    }

    private void Rotate(LogFile log)
    {
        try
        {
            log.Rotate(agent.Options.LogFileBytes, agent.Options.LogFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            agent.Logger.LogNotRotated(e, log.Path);
        }
    }

    private void Delete(LogFile log)
    {
        try
        {
            for (var number = 1; number < agent.Options.LogFiles; number++)
                File.Delete(log.Older(number));
            File.Delete(Path.ChangeExtension(log.Path, ".check"));
            // Last, for the others are found by it.
            File.Delete(log.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            agent.Logger.LogNotDeleted(e, log.Path);
        }
    }
}
