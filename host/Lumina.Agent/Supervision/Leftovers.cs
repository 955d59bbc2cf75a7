using Lumina.Processes;

namespace Lumina.Agent.Supervision;

/// <summary>What a process that has ended may have left behind: the rest of its group, and daemons with a session of their own.</summary>
/// <param name="sweep">Kills what carries an instance's marker.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="logger">Told what goes wrong.</param>
internal sealed class Leftovers(Func<string, Task> sweep, TimeProvider clock, ILogger logger)
{
    /// <summary>The pause before another try when the machine could not be searched (out of descriptors, for one).</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan GroupPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends when nothing is left, however often it takes, and never throws: without an end the instance would stay dead.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="run">Its process that has ended, which is let go of; null when no one saw it.</param>
    /// <param name="isUp">Whether the time is up that the group has to stop by itself.</param>
    public async Task ClearAsync(string instance, InstanceRun? run, Func<bool> isUp)
    {
        if (run is not null)
            await EndGroupAsync(instance, run, isUp);
        while (!await TrySweepAsync(instance))
            await Task.Delay(AgainAfter, clock);
    }

    private async Task EndGroupAsync(string instance, InstanceRun run, Func<bool> isUp)
    {
        using (run)
        {
            while (!isUp() && IsAnyoneLeft(instance, run.Process))
                await Task.Delay(GroupPause, clock);
            run.Process.SignalGroup(Signals.Kill);
        }
    }

    private async Task<bool> TrySweepAsync(string instance)
    {
        try
        {
            await sweep(instance);
            return true;
        }
        catch (Exception e)
        {
            logger.Unexpected(e, $"Looking for what {instance} has left behind");
            return false;
        }
    }

    // A zombie counts for the kernel, and some machines' first process is slow to reap; so a second look decides.
    private bool IsAnyoneLeft(string instance, PidFd leader)
    {
        try
        {
            return leader.SignalGroup(0) && ProcessEntry.ReadAll().Any(process => process.Group == leader.Identity.Pid && !process.IsZombie);
        }
        catch (Exception e)
        {
            // Who can't be seen gets the time that is left all the same.
            logger.Unexpected(e, $"Looking for the rest of {instance}");
            return true;
        }
    }
}
