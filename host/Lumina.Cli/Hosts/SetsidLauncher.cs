using System.ComponentModel;
using System.Diagnostics;
using Lumina.Api;

namespace Lumina.Cli.Hosts;

/// <summary>Starts a host through <c>setsid</c>, so that neither Ctrl-C nor the end of the terminal reaches it.</summary>
internal sealed class SetsidLauncher : IHostLauncher
{
    // Each program takes the place of the one before it, so that the process id stays the same.
    private const string Script = "exec setsid \"$@\" </dev/null >>\"$LUMINA_HOST_LOG\" 2>&1";

    public ILaunchedHost Launch(string executable, IReadOnlyList<string> arguments, string logFile)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "sh", executable, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["LUMINA_HOST_LOG"] = logFile;
        try
        {
            return new Launched(Process.Start(start) ?? throw new InvalidOperationException("No process was started."));
        }
        catch (Win32Exception impossible)
        {
            throw new CliException(
                ExitCode.NoHost, new(ProblemCodes.HostFailed, $"The host can't be started: {impossible.Message}", "Try: lumina host run"));
        }
    }

    private sealed class Launched(Process process) : ILaunchedHost
    {
        public int ProcessId => process.Id;

        public int? ExitCode => process.HasExited ? process.ExitCode : null;

        public void Dispose() => process.Dispose();
    }
}
