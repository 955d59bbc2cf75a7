namespace Lumina.Processes;

/// <summary>What is in this program's memory stays there.</summary>
public static class CoreDumps
{
    private const int SetDumpable = 4;

    /// <summary>Neither a core dump of this program is written, nor may others of the same user look into its memory. What it starts is not touched by it.</summary>
    public static void Forbid() => _ = Libc.Control(SetDumpable, 0, 0, 0, 0);
}
