using Lumina.Deployments.Targets;
using Lumina.Processes;

namespace Lumina.Agent.State;

/// <summary>What a successor must know of an instance to go on with it.</summary>
internal sealed record InstanceRecord
{
    public required string Id { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which of its processes it is, from 1: tells a process that was started but not recorded from a child of the recorded one.</summary>
    public int Run { get; init; }

    /// <summary>The newest process; it may have ended.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Where that process listens; null when the component has no port.</summary>
    public int? Port { get; init; }

    public InstancePhase Phase { get; init; } = InstancePhase.Starting;

    /// <summary>Since when it is in <see cref="Phase"/>.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether it is leaving for good.</summary>
    public bool IsLeaving { get; init; }

    public bool WasHealthy { get; init; }

    public int Restarts { get; init; }

    /// <summary>Ends in a row before it was ever healthy.</summary>
    public int FailedStarts { get; init; }

    public string? LastAnswer { get; init; }
}
