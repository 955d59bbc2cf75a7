using System.Globalization;
using System.Text;

namespace Lumina.Processes;

/// <summary>A line of the process table, as it was when it was read.</summary>
/// <param name="Pid">The process.</param>
/// <param name="State">R, S, D, Z, …</param>
/// <param name="Parent">Its parent's pid.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="StartTicks">When it was started, in clock ticks since boot.</param>
public sealed record ProcessEntry(int Pid, char State, int Parent, int Group, int Session, long StartTicks)
{
    /// <summary>Dead, and not yet collected by its parent.</summary>
    public bool IsZombie => State is 'Z' or 'X';

    public ProcessIdentity Identity => new(Pid, StartTicks, ProcessIdentity.CurrentBootId);

    /// <summary>All processes of this machine that can be seen. Those that come and go meanwhile may be missed.</summary>
    public static IEnumerable<ProcessEntry> ReadAll()
    {
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The process with this pid; null when there is none.</summary>
    public static ProcessEntry? Read(int pid)
    {
        if (ReadProc(pid, "stat") is not { Length: > 0 } content)
            return null;

        // "pid (name) state parent group session …": the name may hold blanks and parentheses.
        var text = Encoding.ASCII.GetString(content);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessEntry(
            pid, fields[0][0], Number(fields[1]), Number(fields[2]), Number(fields[3]), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>The user as whom a process acts; null when there is none, or it can't be seen.</summary>
    public static int? ReadOwner(int pid)
    {
        if (ReadProc(pid, "status") is not { Length: > 0 } content)
            return null;
        // "Uid: real effective saved file"
        var line = Encoding.UTF8.GetString(content).Split('\n').FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal));
        return line?.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries) is [_, _, var effective, ..]
            && int.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out var owner) ? owner : null;
    }

    /// <summary>The variables that a process was started with; null when they can't be read.</summary>
    public static IReadOnlyDictionary<string, string>? ReadEnvironment(int pid)
    {
        if (ReadProc(pid, "environ") is not { Length: > 0 } content)
            return null;

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(content).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                variables.TryAdd(line[..equals], line[(equals + 1)..]);
        }

        return variables;
    }

    private static byte[]? ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes(FormattableString.Invariant($"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
