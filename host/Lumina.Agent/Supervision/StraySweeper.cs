namespace Lumina.Agent.Supervision;

/// <summary>
/// Kills what a dead instance has left behind outside of its process group (daemons that made a session of their own). Many that
/// end together share one look at the process table.
/// </summary>
internal sealed class StraySweeper(string agentId)
{
    private const int MostRounds = 10;

    private readonly Lock _lock = new();
    private HashSet<string> _waiting = new(StringComparer.Ordinal);
    private Task _next = Task.CompletedTask;
    private Task _current = Task.CompletedTask;

    /// <summary>Ends when no living process carries the instance's marker.</summary>
    public Task SweepAsync(string instance)
    {
        lock (_lock)
        {
            _waiting.Add(instance);
            if (_waiting.Count == 1)
                _next = _current = RunAfterAsync(_current);
            return _next;
        }
    }

    private async Task RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        HashSet<string> instances;
        lock (_lock)
        {
            instances = _waiting;
            _waiting = new HashSet<string>(StringComparer.Ordinal);
        }

        // What is killed may have forked a moment before.
        for (var round = 0; round < MostRounds && KillOf(instances); round++)
        {
        }
    }

    private bool KillOf(HashSet<string> instances)
    {
        var any = false;
        foreach (var process in MarkedProcess.FindAll(agentId))
        {
            if (!instances.Contains(process.Instance))
                continue;
            process.Kill();
            any = true;
        }

        return any;
    }
}
