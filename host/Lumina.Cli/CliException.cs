using Lumina.Api;

namespace Lumina.Cli;

/// <summary>An expected end: what is wrong, what to do, and the exit code for it.</summary>
internal sealed class CliException(ExitCode exitCode, Problem problem) : Exception(problem.Message)
{
    public ExitCode ExitCode { get; } = exitCode;

    public Problem Problem { get; } = problem;

    public static CliException BadCommandLine(string message, string? remedy = null) =>
        new(ExitCode.Wrong, new(ProblemCodes.BadCommandLine, message, remedy));

    public static CliException NoHost(string message, string remedy) =>
        new(ExitCode.NoHost, new(ProblemCodes.NoHost, message, remedy));

    /// <summary>The exit code for a problem that a host reports.</summary>
    public static ExitCode ExitCodeFor(Problem problem) => problem.Code switch
    {
        ProblemCodes.NoHost or ProblemCodes.HostFailed or ProblemCodes.Unauthorized or ProblemCodes.NotTrusted => ExitCode.NoHost,
        ProblemCodes.BadRequest or ProblemCodes.NotFound or ProblemCodes.FileUnreadable or ProblemCodes.BadCommandLine
            or ProblemCodes.NothingToRollBack or ProblemCodes.BadInjection or ProblemCodes.NoSuchConfiguration or ProblemCodes.InTheOpen or ProblemCodes.CertificateUnusable => ExitCode.Wrong,
        ProblemCodes.Busy or ProblemCodes.Stale or ProblemCodes.WrongState or ProblemCodes.FolderInUse or ProblemCodes.Frozen => ExitCode.Conflict,
        ProblemCodes.NotAnApprover or ProblemCodes.Denied => ExitCode.Refused,
        _ => ExitCode.Failed,
    };
}
