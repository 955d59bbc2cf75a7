namespace Lumina.Host.Starting;

/// <summary>What a silo is called: the machine, the process and the program's version. The membership table has no other place for a version.</summary>
internal static class SiloNames
{
    private const char Separator = '@';

    public static string Version { get; } = typeof(SiloNames).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static string Own() => $"{Environment.MachineName}-{Environment.ProcessId}{Separator}{Version}";

    public static (string Name, string Version) Read(string name) =>
        name.LastIndexOf(Separator) is >= 0 and var at ? (name[..at], name[(at + 1)..]) : (name, "");
}
