using System.Globalization;

namespace Lumina.Benchmarks;

/// <summary>What this process takes of the machine's memory, in MiB.</summary>
internal static class Memory
{
    private const int Mebi = 1024 * 1024;

    /// <summary>The most that it has had at any time, as the kernel counts it.</summary>
    public static long Peak()
    {
        const string name = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>What is still needed, when all that is not has been collected.</summary>
    public static long Held() => HeldBytes() / Mebi;

    /// <summary>The same in bytes.</summary>
    public static long HeldBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
