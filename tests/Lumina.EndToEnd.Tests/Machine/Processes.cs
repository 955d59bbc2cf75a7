using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lumina.EndToEnd.Tests.Machine;

/// <summary>A process that an agent has started, by the variables that it was started with.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Component">Whose instance it is.</param>
/// <param name="Revision">Of which revision.</param>
/// <param name="Instance">Which instance.</param>
internal sealed record MarkedProcess(int Pid, string Component, int Revision, string Instance);

/// <summary>What runs on this machine, seen from outside: only /proc is asked, nothing of Lumina.</summary>
internal static class Processes
{
    /// <summary>All processes that carry the mark of the agent, children of instances too; not the commands of health checks, nor those who write logs down.</summary>
    public static IReadOnlyList<MarkedProcess> MarkedBy(string agentId) =>
        [.. from pid in All()
            let variables = Variables(pid)
            where variables.GetValueOrDefault("LUMINA_AGENT") == agentId && !variables.ContainsKey("LUMINA_PROBE") && !CommandLine(pid).Contains(" write-log", StringComparison.Ordinal)
            // One that ends while it is read shows a part of its variables.
            where variables.ContainsKey("LUMINA_REVISION") || Exists(pid)
            select new MarkedProcess(
                pid, variables.GetValueOrDefault("LUMINA_COMPONENT", ""),
                int.Parse(variables.GetValueOrDefault("LUMINA_REVISION", "0"), CultureInfo.InvariantCulture),
                variables.GetValueOrDefault("LUMINA_INSTANCE", ""))];

    /// <summary>All processes, other than this one, whose command line names the folder, or that carry the mark of its agent.</summary>
    public static IReadOnlyList<int> BelongingTo(string folder, string? agentId) =>
        [.. All().Where(pid => pid != Environment.ProcessId
            && (Read(pid, "cmdline").Contains(folder, StringComparison.Ordinal)
                || (agentId is not null && Variables(pid).GetValueOrDefault("LUMINA_AGENT") == agentId)))];

    public static string CommandLine(int pid) => Read(pid, "cmdline").Replace('\0', ' ').Trim();

    /// <summary>Whether it is an instance of a component, or was started by one, or checks one.</summary>
    public static bool IsInstance(int pid) => Variables(pid).ContainsKey("LUMINA_INSTANCE");

    /// <summary>All its variables as they stand there.</summary>
    public static string RawVariables(int pid) => Read(pid, "environ");

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}") && !IsZombie(pid);

    /// <summary>SIGKILL, to this process only. One that has gone already is no fault.</summary>
    public static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return;
        }
    }

    /// <summary>The first process that another one has started and that runs; null when there is none.</summary>
    public static int? ChildOf(int pid) =>
        Read(pid, $"task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..] ? int.Parse(child, CultureInfo.InvariantCulture) : null;

    /// <summary>What Ctrl-C does.</summary>
    public static void Interrupt(int pid)
    {
        using var kill = Process.Start("kill", ["-INT", $"{pid}"]);
        kill.WaitForExit();
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => name is not null && char.IsAsciiDigit(name[0]))
        .Select(name => int.Parse(name ?? "0", CultureInfo.InvariantCulture))
        .Where(pid => !IsZombie(pid));

    private static bool IsZombie(int pid)
    {
        var status = Read(pid, "stat");
        var end = status.LastIndexOf(')');
        return end < 0 || end + 2 >= status.Length || status[end + 2] is 'Z' or 'X';
    }

    private static Dictionary<string, string> Variables(int pid)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in Read(pid, "environ").Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (variable.Split('=', 2) is [var name, var value])
                variables[name] = value;
        }

        return variables;
    }

    private static string Read(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
