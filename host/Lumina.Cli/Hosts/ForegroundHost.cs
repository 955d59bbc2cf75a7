using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Lumina.Api;

namespace Lumina.Cli.Hosts;

/// <summary>Runs a host as a child that has our terminal.</summary>
internal static partial class ForegroundHost
{
    private const int Terminate = 15;

    /// <summary>Its exit code. When cancelled it is asked to stop, and awaited all the same.</summary>
    public static async Task<int> RunAsync(string executable, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(executable, arguments) { UseShellExecute = false })
                ?? throw new InvalidOperationException("No process was started.");
            // A terminal's Ctrl-C reaches the child by itself; being asked twice does it no harm.
            await using var stopping = cancellationToken.Register(() => _ = Kill(process.Id, Terminate));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Win32Exception impossible)
        {
            throw new CliException(ExitCode.NoHost, new(ProblemCodes.HostFailed, $"The host can't be started: {impossible.Message}"));
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
