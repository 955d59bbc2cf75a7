namespace Lumina.Deployments.Strategies;

/// <summary>What a strategy does next.</summary>
public abstract record Move
{
    /// <summary>The step has come to its end.</summary>
    public sealed record StepDone : Move;

    /// <summary>Something is on its way: look again later. The step's deadline counts.</summary>
    public sealed record Wait : Move;

    /// <summary>All is in place, and a time or a person is waited for on purpose. No deadline counts.</summary>
    /// <param name="Left">How long at most; null when only a person, or a verdict, ends it.</param>
    public sealed record Soak(TimeSpan? Left) : Move;

    /// <summary>All that the step brings is in place: its time, or its gate, begins now.</summary>
    public sealed record Hold : Move;

    /// <summary>Want this many of the new and of the old; at least one number differs from what is wanted now.</summary>
    public sealed record Scale(int New, int Old) : Move;

    /// <summary>Share the traffic so.</summary>
    public sealed record Route(Share Share) : Move;

    /// <summary>See whether the new revision passes what it has to pass before it takes traffic.</summary>
    public sealed record Verify : Move;

    /// <summary>The new revision will not do.</summary>
    /// <param name="Reason">One sentence.</param>
    /// <param name="Evidence">What was seen; null for nothing more.</param>
    public sealed record Fail(string Reason, string? Evidence) : Move;
}

/// <summary>How the traffic is shared between the new revision and the old one.</summary>
/// <param name="NewWeight">Percent for the new one, the rest for the old one; null when each healthy instance of all gets the same.</param>
/// <param name="Preview">Whether the new one has an address of its own besides.</param>
public readonly record struct Share(int? NewWeight, bool Preview = false)
{
    public static Share ByInstance { get; } = new(null);

    /// <summary>The old one has it all.</summary>
    public static Share Old { get; } = new(0);

    /// <summary>The new one has it all.</summary>
    public static Share New { get; } = new(100);
}
