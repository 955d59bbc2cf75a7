using System.Collections;
using Lumina.Api;
using Lumina.Processes;

namespace Lumina.Cli.Hosts;

/// <summary>Starts a host that neither Ctrl-C nor the end of the terminal reaches.</summary>
internal sealed class DetachedLauncher : IHostLauncher
{
    public ILaunchedHost Launch(string executable, IReadOnlyList<string> arguments, string logFile)
    {
        try
        {
            return new Launched(ProcessSpawner.SpawnDetached(new SpawnRequest
            {
                File = Path.GetFullPath(executable),
                Arguments = arguments,
                Environment = OwnEnvironment(),
                // Its own folder: it must not keep the one where somebody happened to stand from being removed.
                WorkingDirectory = Path.GetDirectoryName(logFile) ?? "/",
                StandardOutput = logFile,
            }));
        }
        catch (SpawnException impossible)
        {
            throw new CliException(
                ExitCode.NoHost, new(ProblemCodes.HostFailed, $"The host can't be started: {impossible.Message}.", "Try: lumina host run"));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> OwnEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));

    private sealed class Launched : ILaunchedHost
    {
        private readonly TaskCompletionSource<ProcessEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Launched(PidFd process) => ExitWatcher.Shared.Watch(process, end =>
        {
            process.Dispose();
            _ended.SetResult(end);
        });

        public ProcessEnd? End => _ended.Task.IsCompletedSuccessfully ? _ended.Task.Result : null;
    }
}
