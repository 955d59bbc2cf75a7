using Lumina.Analysis.Sources;
using Lumina.Processes;

namespace Lumina.Host.Judging;

/// <summary>Commands of checks, run as processes of this machine. They get the PATH of the host and nothing else of its environment.</summary>
internal sealed class SpawnedCommands(TimeProvider time) : ICommandRunner
{
    private const string Path = "PATH";

    public async Task<CommandEnd> RunAsync(MetricCommand command, CancellationToken cancellationToken)
    {
        var result = await BoundedCommand.RunAsync(
            new CommandRequest
            {
                Command = command.Command,
                Environment = command.Variables.SetItem(Path, Environment.GetEnvironmentVariable(Path) ?? "/usr/local/bin:/usr/bin:/bin"),
                WorkingDirectory = command.Directory,
                Timeout = command.Limits.Time,
                MostOutput = command.Limits.Bytes,
            },
            time,
            cancellationToken);
        return new(result.End?.ExitCode, result.Output, result.ErrorOutput, result.Problem);
    }
}
