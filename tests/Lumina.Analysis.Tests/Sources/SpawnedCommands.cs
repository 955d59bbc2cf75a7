using Lumina.Analysis.Sources;
using Lumina.Processes;

namespace Lumina.Analysis.Tests.Sources;

/// <summary>Commands of an analysis, run as processes: what a host does with them.</summary>
internal sealed class SpawnedCommands : ICommandRunner
{
    public async Task<CommandEnd> RunAsync(MetricCommand command, CancellationToken cancellationToken)
    {
        var result = await BoundedCommand.RunAsync(new CommandRequest
        {
            Command = command.Command,
            Environment = command.Variables,
            WorkingDirectory = command.Directory,
            Timeout = command.Limits.Time,
            MostOutput = command.Limits.Bytes,
        }, TimeProvider.System, cancellationToken);
        return new(result.End?.ExitCode, result.Output, result.ErrorOutput, result.Problem);
    }
}

/// <summary>A gateway that says what it is told.</summary>
internal sealed class ToldTraffic(CountersAnswer answer) : ITrafficSource
{
    public int Reads { get; private set; }

    public Task<CountersAnswer> ReadAsync(AnalysisSubject subject, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(answer);
    }
}
