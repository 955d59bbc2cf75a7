using System.Collections.Immutable;
using System.Globalization;

namespace Lumina.Analysis.Sources;

/// <summary>A command to run to its end.</summary>
/// <param name="Command">The program and its arguments; no shell.</param>
/// <param name="Directory">The folder that it runs in.</param>
/// <param name="Variables">Variables that it is given beside those that every command has.</param>
/// <param name="Limits">How long it may run and how much it may print. Beyond them it is killed, with all that it has started.</param>
public sealed record MetricCommand(ImmutableArray<string> Command, string Directory, ImmutableSortedDictionary<string, string> Variables, SourceLimits Limits);

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; null when it has none.</param>
/// <param name="Output">What it printed.</param>
/// <param name="ErrorOutput">What it printed as errors.</param>
/// <param name="Problem">Why it could not be run to its end; null when it was.</param>
public sealed record CommandEnd(int? ExitCode, string Output, string ErrorOutput, string? Problem);

/// <summary>Whoever can run commands: the host gives it what starts its processes. Failures are values.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end, within its limits.</summary>
    Task<CommandEnd> RunAsync(MetricCommand command, CancellationToken cancellationToken);
}

/// <summary>The number that a command prints.</summary>
internal sealed class CommandSource(ICommandRunner runner, SourceLimits limits)
{
    public async Task<Sample> ReadAsync(ImmutableArray<string> command, AnalysisSubject subject, int revision, CancellationToken cancellationToken)
    {
        var variables = ImmutableSortedDictionary<string, string>.Empty
            .Add("LUMINA_ENVIRONMENT", subject.Environment)
            .Add("LUMINA_COMPONENT", subject.Component)
            .Add("LUMINA_REVISION", revision.ToString(CultureInfo.InvariantCulture));
        var end = await runner.RunAsync(new MetricCommand(command, subject.Directory, variables, limits), cancellationToken);
        if (end.Problem is { } problem)
            return Sample.Failed($"{command[0]}: {problem}");
        if (end.ExitCode is not 0)
            return Sample.Failed($"{command[0]} ended with {(end.ExitCode is { } code ? $"exit {code.ToString(CultureInfo.InvariantCulture)}" : "a signal")}: {HttpText.OneLine(end.ErrorOutput)}".TrimEnd(' ', ':'));
        return double.TryParse(end.Output.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Sample.Of(number)
            : Sample.Failed($"{command[0]} printed no number: {HttpText.OneLine(end.Output)}".TrimEnd(' ', ':'));
    }
}
