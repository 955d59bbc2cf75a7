using System.Globalization;

namespace Lumina.Agent.Supervision;

/// <summary>Finds out who listens on a port, for a message that helps.</summary>
internal static class PortHolder
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    private const string Listening = "0A";
    private const int LocalAddressField = 1;
    private const int StateField = 3;
    private const int InodeField = 9;

    /// <summary>Like <c>python3 (process 4711)</c>; null when it can't be found out.</summary>
    public static string? Find(int port)
    {
        var sockets = Tables.SelectMany(table => FindSockets(table, port)).ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
            return null;
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            var id = Path.GetFileName(process);
            if (char.IsAsciiDigit(id[0]) && HasAny(process, sockets))
                return $"{ReadName(process)} (process {id})";
        }

        return null;
    }

    private static IEnumerable<string> FindSockets(string table, int port)
    {
        if (!File.Exists(table))
            yield break;
        var suffix = port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > InodeField && fields[StateField] == Listening
                && fields[LocalAddressField].EndsWith(":" + suffix, StringComparison.Ordinal))
                yield return $"socket:[{fields[InodeField]}]";
        }
    }

    private static bool HasAny(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd"))
                .Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string ReadName(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (IOException)
        {
            return "a program";
        }
    }
}
