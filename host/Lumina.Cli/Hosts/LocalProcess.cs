using System.Diagnostics;

namespace Lumina.Cli.Hosts;

/// <summary>Processes of this machine, by id.</summary>
internal static class LocalProcess
{
    public static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
