using System.Runtime.InteropServices;
using Lumina.Api;

namespace Lumina.Cli.Hosts;

/// <summary>Runs a host with our terminal, our standard streams and our process id.</summary>
internal static partial class ForegroundHost
{
    /// <summary>
    /// Puts the host in the place of this program: signals, whether from a terminal, a shell or a service manager, reach it as they
    /// are and once, and its exit code is ours. Returns only when that can't be done, and then why.
    /// </summary>
    public static CliException Become(string executable, IReadOnlyList<string> arguments)
    {
        _ = Execute(executable, [executable, .. arguments, null]);
        var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        return new(ExitCode.NoHost, new(ProblemCodes.HostFailed, $"{executable} can't be started: {reason}."));
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
