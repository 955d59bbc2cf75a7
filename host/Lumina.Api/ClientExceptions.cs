namespace Lumina.Api;

/// <summary>The host answered that it can't; or nothing was sent to it, since whoever answers is not trusted to be one.</summary>
/// <param name="status">The HTTP status, 400 to 599; 0 when nothing was sent.</param>
/// <param name="problem">What is wrong and what to do.</param>
public sealed class ProblemException(int status, Problem problem) : Exception(problem.Message)
{
    public int Status { get; } = status;

    public Problem Problem { get; } = problem;
}

/// <summary>The plan has errors, so the host did not start a deployment.</summary>
public sealed class PlanRefusedException(Preview preview) : Exception("The plan has errors.")
{
    public Preview Preview { get; } = preview;
}

/// <summary>Nobody answers, or the connection was lost. Whether what was asked for was done is not known.</summary>
public sealed class HostUnreachableException(string url, Exception inner) : Exception($"No host answers at {url}: {inner.Message}", inner)
{
    public string Url { get; } = url;
}
