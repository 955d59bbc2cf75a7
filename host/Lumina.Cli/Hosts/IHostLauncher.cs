using Lumina.Processes;

namespace Lumina.Cli.Hosts;

/// <summary>Starts a host that outlives the command line.</summary>
internal interface IHostLauncher
{
    /// <summary>Starts it in a session of its own, its output appended to a file.</summary>
    /// <exception cref="CliException">The program is not there or can't be started.</exception>
    ILaunchedHost Launch(string executable, IReadOnlyList<string> arguments, string logFile);
}

/// <summary>A host that was started.</summary>
internal interface ILaunchedHost
{
    /// <summary>How it ended; null while it runs.</summary>
    ProcessEnd? End { get; }
}
