namespace Lumina.Processes;

/// <summary>What is in this program's memory stays there.</summary>
public static class CoreDumps
{
    private const int SetDumpable = 4;

    /// <summary>Neither a core dump of this program is written, nor may others of the same user look into its memory. What it starts is not touched by it.</summary>
    public static void Forbid() => _ = Libc.Control(SetDumpable, 0, 0, 0, 0);

    /// <summary>A core dump of this program has nothing of its memory in it. Unlike with <see cref="Forbid"/>, others of the same user see what it was started with.</summary>
    public static void Empty()
    {
        try
        {
            File.WriteAllText("/proc/self/coredump_filter", "0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel without core dumps has no such file.
            return;
        }
    }
}
