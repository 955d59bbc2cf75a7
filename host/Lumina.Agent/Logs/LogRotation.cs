using Lumina.Agent.Supervision;

namespace Lumina.Agent.Logs;

/// <summary>
/// Keeps logs bounded. Their writers keep their files open, also when no agent is there, so a full file is copied and emptied
/// (they append, so they go on at its start). A line written between the end of the copy and the emptying is lost; an idle
/// writer loses nothing.
/// </summary>
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
                    Rotate(component);
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

    private void Rotate(LogFile log)
    {
        try
        {
            if (new FileInfo(log.Path) is not { Exists: true } file || file.Length <= agent.Options.LogFileBytes)
                return;
            for (var number = agent.Options.LogFiles - 1; number > 1; number--)
            {
                if (File.Exists(log.Older(number - 1)))
                    File.Move(log.Older(number - 1), log.Older(number), overwrite: true);
            }

            using var written = new FileStream(log.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            using (var copy = new FileStream(log.Older(1), FileMode.Create, FileAccess.Write))
                written.CopyTo(copy);
            written.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            agent.Logger.LogNotRotated(e, log.Path);
        }
    }

    private void Delete(LogFile log)
    {
        File.Delete(log.Path);
        for (var number = 1; number < agent.Options.LogFiles; number++)
            File.Delete(log.Older(number));
        File.Delete(Path.ChangeExtension(log.Path, ".check"));
    }
}
