using System.Security.Cryptography;
using System.Text;

namespace Lumina.Host.Starting;

/// <summary>
/// Tells machines apart for certain: by this boot of the system, which no other machine shares whatever it is called and copied from, and by the network that
/// the process sees, since containers of one machine have a 127.0.0.1 each.
/// </summary>
internal static class MachineMark
{
    private const string Boot = "/proc/sys/kernel/random/boot_id", Network = "/proc/self/ns/net";
    private const int Length = 16;

    /// <summary>Of this one; null where the system does not tell.</summary>
    public static string? Own { get; } = Read();

    /// <summary>Short, and nothing can be read from it.</summary>
    public static string Of(string boot, string network) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"lumina-machine\n{boot.Trim()}\n{network}")))[..Length];

    private static string? Read()
    {
        try
        {
            return File.ResolveLinkTarget(Network, returnFinalTarget: false) is { } network ? Of(File.ReadAllText(Boot), network.Name) : null;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
