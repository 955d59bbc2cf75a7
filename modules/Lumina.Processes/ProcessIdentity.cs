namespace Lumina.Processes;

/// <summary>
/// Which process it is, for ever: a pid alone is given out again, a pid with its start time and the machine's boot is not.
/// </summary>
/// <param name="Pid">The process.</param>
/// <param name="StartTicks">When it was started, in clock ticks since boot (field 22 of <c>/proc/pid/stat</c>).</param>
/// <param name="BootId">The boot that both belong to.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks, string BootId)
{
    /// <summary>The boot that this machine runs on now.</summary>
    public static string CurrentBootId { get; } = ReadBootId();

    /// <summary>The process that has this pid now, dead but unreaped ones included; null when there is none.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcessEntry.Read(pid) is { } entry ? new ProcessIdentity(pid, entry.StartTicks, CurrentBootId) : null;

    /// <summary>Whether this very process runs (a zombie does not).</summary>
    public bool IsAlive() =>
        BootId == CurrentBootId && ProcessEntry.Read(Pid) is { IsZombie: false } entry && entry.StartTicks == StartTicks;

    private static string ReadBootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException e)
        {
            throw new PlatformNotSupportedException("Lumina supervises processes on Linux with /proc only.", e);
        }
    }
}
