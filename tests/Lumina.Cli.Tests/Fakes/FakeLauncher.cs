using Lumina.Cli.Hosts;
using Lumina.Processes;

namespace Lumina.Cli.Tests.Fakes;

/// <summary>Starts nothing, and does what a test wants to happen then.</summary>
internal sealed class FakeLauncher : IHostLauncher
{
    public List<string> Launched { get; } = [];

    public Action<string> WhenLaunched { get; set; } = _ => { };

    /// <summary>Null while it runs.</summary>
    public int? ExitCode { get; set; }

    public ILaunchedHost Launch(string executable, IReadOnlyList<string> arguments, string logFile)
    {
        Launched.Add(string.Join(' ', arguments));
        WhenLaunched(logFile);
        return new Host(this);
    }

    private sealed class Host(FakeLauncher launcher) : ILaunchedHost
    {
        public ProcessEnd? End => launcher.ExitCode is { } code ? new(code, null) : null;
    }
}
