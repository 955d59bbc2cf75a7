using Lumina.Language.Plans;

namespace Lumina.Agent.Health;

internal enum HealthState
{
    Starting,
    Healthy,
    Unhealthy,
}

/// <summary>Makes one opinion of many checks: so many in a row for the better, so many in a row for the worse.</summary>
internal sealed class HealthTracker(HealthSpec spec, HealthState state)
{
    /// <summary>How many times <c>unhealthy_after</c> an unhealthy instance fails on before it is started anew.</summary>
    private const int LostAfter = 4;

    private int _successes;
    private int _failures;

    public HealthState State { get; private set; } = state;

    /// <summary>It was healthy, and has been failing for so long that it won't recover by itself.</summary>
    public bool IsLost => State == HealthState.Unhealthy && _failures >= Math.Max(1, spec.UnhealthyAfter) * LostAfter;

    /// <summary>One more check. True when it changed <see cref="State"/>.</summary>
    public bool Report(bool succeeded)
    {
        if (succeeded)
        {
            _failures = 0;
            _successes++;
            return State != HealthState.Healthy && _successes >= spec.HealthyAfter && Become(HealthState.Healthy);
        }

        _successes = 0;
        _failures++;
        return State == HealthState.Healthy && _failures >= spec.UnhealthyAfter && Become(HealthState.Unhealthy);
    }

    private bool Become(HealthState state)
    {
        State = state;
        _failures = 0;
        return true;
    }
}
