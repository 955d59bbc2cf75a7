namespace Lumina.Host.Starting;

/// <summary>
/// What a host does when its silo can't go on, mostly because the others have declared it dead while it was frozen or cut off: it says so and
/// ends at once. What it was doing goes on elsewhere; a supervisor starts it again, and it joins as a new silo.
/// </summary>
internal sealed partial class ExpelledSilo(ILogger<ExpelledSilo> logger, ProcessExit exit) : IFatalErrorHandler
{
    /// <summary>EX_TEMPFAIL's neighbour among the exit codes: start me again.</summary>
    public const int ExitCode = 76;

    private int _ending;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _ending, 1) == 1)
            return;
        LogEnding(exception, context);
        exit.End(ExitCode, $"The silo can't go on ({context}). When the others have declared it dead, its work goes on at them; start this host again.");
    }

    [LoggerMessage(4110, LogLevel.Critical, "The silo can't go on ({Context}); this host ends, so that it can be started again")]
    private partial void LogEnding(Exception? reason, string? context);
}

/// <summary>The end of the process, without anything that could still take time. A test puts another in its place.</summary>
internal class ProcessExit
{
    public virtual void End(int code, string lastWords)
    {
        Console.Error.WriteLine(lastWords);
        Environment.Exit(code);
    }
}
