namespace Lumina.Host.Starting;

/// <summary>What a silo is called: the machine, the process, the mark of the machine and the program's version. The membership table has no other place for the last two.</summary>
internal static class SiloNames
{
    private const char Separator = '@', MarkSeparator = '#';

    public static string Version { get; } = typeof(SiloNames).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static string Own() => Of($"{Environment.MachineName}-{Environment.ProcessId}", MachineMark.Own, Version);

    public static string Of(string name, string? mark, string version) => $"{name}{(mark is null ? "" : MarkSeparator + mark)}{Separator}{version}";

    /// <summary>The parts of a name. Names of older programs have no mark.</summary>
    public static (string Name, string? Mark, string Version) Read(string name)
    {
        var (first, version) = Split(name, Separator);
        var (process, mark) = Split(first, MarkSeparator);
        return (process, mark, version ?? "");
    }

    private static (string Before, string? After) Split(string text, char separator) =>
        text.LastIndexOf(separator) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);
}
