namespace Lumina.Agent;

/// <summary>How an agent behaves.</summary>
internal sealed record AgentOptions
{
    /// <summary>Its folder, absolute.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>An instance's log is rotated when it is larger than this, in bytes.</summary>
    public long LogFileBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many files of an instance's log are kept, the one that is written included.</summary>
    public int LogFiles { get; init; } = 5;

    /// <summary>How many logs of ended instances are kept per component.</summary>
    public int EndedLogs { get; init; } = 20;

    /// <summary>The longest that an instance is left in place for its last requests; a shorter <c>stop_within</c> counts.</summary>
    public TimeSpan DrainAtMost { get; init; } = TimeSpan.FromSeconds(30);
}
