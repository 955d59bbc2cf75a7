using System.Collections.Immutable;

namespace Lumina.Rehearsal.Injecting;

/// <summary>What goes wrong on purpose with a component's new revision, and when.</summary>
/// <param name="Component">The component.</param>
/// <param name="Faults">What, at least one.</param>
public sealed record Injection(string Component, ImmutableArray<Fault> Faults)
{
    /// <summary>From the beginning of this step on; null when it doesn't depend on the step.</summary>
    public int? Step { get; init; }

    /// <summary>From so long after the beginning of the deployment on; null when it doesn't depend on the time. With neither of both it
    /// begins with the component's rollout.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>For how long; null for good.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>As it was written.</summary>
    public required string Text { get; init; }

    /// <summary>What goes wrong, as it was written: <c>error_rate=20%, latency=500ms</c>.</summary>
    public string Cause => string.Join(", ", Faults.Select(fault => fault.Text));
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">As it was written: <c>error_rate=20%</c>.</param>
public sealed record Fault(FaultKind Kind, string Text)
{
    /// <summary>For <see cref="FaultKind.ErrorRate"/>: how many of 100 requests fail.</summary>
    public double Percent { get; init; }

    /// <summary>For <see cref="FaultKind.Latency"/>: how long half of the requests take at most.</summary>
    public TimeSpan Latency { get; init; }
}

/// <summary>What can go wrong.</summary>
public enum FaultKind
{
    ErrorRate,
    Latency,

    /// <summary>Instances end again and again, and are given up.</summary>
    Crash,

    /// <summary>Instances that are started never become healthy.</summary>
    NeverHealthy,

    /// <summary>The new revision does not pass its verification.</summary>
    Verify,

    /// <summary>The target can't prepare the new revision.</summary>
    Prepare,

    /// <summary>Whoever counts requests does not answer.</summary>
    NoMetrics,
}
