using System.ComponentModel;

namespace Lumina.Processes;

/// <summary>A command to run to its end.</summary>
public sealed record CommandRequest
{
    /// <summary>The program and its arguments. A program without a slash is looked up in the PATH of <see cref="Environment"/>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>All its variables: nothing is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>How long it may run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many bytes it may print, on standard output and as errors each.</summary>
    public required int MostOutput { get; init; }
}

/// <summary>How a command ended.</summary>
/// <param name="End">How its process ended; null when it could not be started.</param>
/// <param name="Output">What it printed on standard output, as far as that was allowed.</param>
/// <param name="ErrorOutput">What it printed as errors, as far as that was allowed.</param>
/// <param name="Problem">Why it did not come to its own end; null when it did.</param>
public sealed record CommandResult(ProcessEnd? End, string Output, string ErrorOutput, string? Problem);

/// <summary>Runs commands whose output is wanted, within bounds: one that takes too long or prints too much is killed with its whole group.</summary>
public static class BoundedCommand
{
    /// <summary>Runs a command to its end. What it has started and left behind in its group is killed when it ends.</summary>
    /// <param name="request">What to run, and its bounds.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the command is dead.</exception>
    public static async Task<CommandResult> RunAsync(CommandRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (FindProgram(request) is not { } program)
            return new(null, "", "", $"there is no such program: '{string.Join(' ', request.Command)}'");
        using var output = new BoundedPipe(request.MostOutput);
        using var errors = new BoundedPipe(request.MostOutput);
        using var timeout = new CancellationTokenSource(request.Timeout, time);
        var ended = new TaskCompletionSource<ProcessEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            using var process = Start(request, program, output, errors);
            ExitWatcher.Shared.Watch(process, end => ended.TrySetResult(end));
            output.Read(() => process.SignalGroup(Signals.Kill));
            errors.Read(() => process.SignalGroup(Signals.Kill));
            using (timeout.Token.Register(() => process.SignalGroup(Signals.Kill)))
            using (cancellationToken.Register(() => process.SignalGroup(Signals.Kill)))
            {
                var end = await ended.Task;
                var (printed, printedErrors) = (await output.EndAsync(), await errors.EndAsync());
                cancellationToken.ThrowIfCancellationRequested();
                var problem = output.IsExceeded || errors.IsExceeded ? $"printed more than {request.MostOutput} bytes and was killed"
                    : timeout.IsCancellationRequested && end.ExitCode is null ? $"was killed, it had not ended within {request.Timeout.TotalSeconds:0.###} s"
                    : null;
                return new(end, printed, printedErrors, problem);
            }
        }
        catch (Exception e) when (e is SpawnException or Win32Exception)
        {
            return new(null, "", "", e.Message);
        }
    }

    private static PidFd Start(CommandRequest request, string program, BoundedPipe output, BoundedPipe errors) => ProcessSpawner.SpawnDetached(new SpawnRequest
    {
        File = program,
        Arguments = [.. request.Command.Skip(1)],
        Environment = request.Environment,
        WorkingDirectory = request.WorkingDirectory,
        StandardOutput = output.Path,
        StandardError = errors.Path,
    });

    private static string? FindProgram(CommandRequest request)
    {
        if (request.Command is not [{ Length: > 0 } name, ..])
            return null;
        if (name.Contains('/', StringComparison.Ordinal))
            return Path.Combine(request.WorkingDirectory, name);
        return request.Environment.GetValueOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
