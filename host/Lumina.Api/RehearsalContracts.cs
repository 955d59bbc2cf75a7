namespace Lumina.Api;

/// <summary>Asks for a rehearsal: what a deployment of the plan would do, on the simulated target and in a time of its own.</summary>
/// <param name="Submission">The plan.</param>
/// <param name="Injections">What goes wrong on purpose, each as <c>web: error_rate=20% at step 2</c>; at most 50.</param>
public sealed record RehearsalRequest(PlanSubmission Submission, IReadOnlyList<string> Injections)
{
    /// <summary>What it begins with: <c>running</c>, <c>previous</c> (a version before of every component) or <c>nothing</c>.</summary>
    public string From { get; init; } = "running";

    /// <summary>Whether it stops where a person has to agree.</summary>
    public bool HoldGates { get; init; }

    /// <summary>How long an instance takes to become healthy, in seconds, 0 to 86,400; null for the host's default.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>How many requests a second a component with a port gets, 0 to 100,000; null for the host's default.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Whether the picture is wanted too.</summary>
    public bool Picture { get; init; }
}

/// <summary>How a rehearsal came out. All times are seconds from its beginning, of its own time.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Outcome"><c>succeeded, rolled-back, failed, held</c> (at a gate, as was wanted), <c>waiting</c> (until a person decides),
/// <c>unfinished</c> (at a bound of rehearsals); null when the plan has errors.</param>
/// <param name="Reason">Why it did not succeed.</param>
/// <param name="Seconds">How long the deployment would take.</param>
/// <param name="Components">Those that change.</param>
/// <param name="Entries">What happens, in order.</param>
/// <param name="Noticed">What was noticed.</param>
/// <param name="Notes">What was assumed and what was left out.</param>
/// <param name="Diagnostics">All findings in the plan.</param>
public sealed record RehearsalReport(
    string? Plan, string? Environment, string? Outcome, string? Reason, double Seconds, IReadOnlyList<RehearsedComponent> Components,
    IReadOnlyList<RehearsalEntry> Entries, IReadOnlyList<RehearsalNotice> Noticed, IReadOnlyList<string> Notes, IReadOnlyList<Finding> Diagnostics)
{
    /// <summary>The timeline as SVG; null when it was not asked for.</summary>
    public string? Picture { get; init; }
}

/// <param name="Name">The component.</param>
/// <param name="Action"><c>create, update, restart, remove</c>.</param>
/// <param name="Strategy"><c>rolling, recreate, blue-green, canary</c>; null for a removal.</param>
/// <param name="FromVersion">What ran before.</param>
/// <param name="ToVersion">What it was to become.</param>
public sealed record RehearsedComponent(string Name, string Action, string? Strategy, string? FromVersion, string? ToVersion);

/// <param name="At">When, in seconds.</param>
/// <param name="Component">To which component; null for the deployment.</param>
/// <param name="Kind">What happened: <c>begins, step, held, gate, agreed, verified, injected, healed, noticed, taken-back, traffic-back, restored,
/// not-restored, live, removed, released, waits, ended</c>.</param>
/// <param name="Text">The same for a person.</param>
/// <param name="Step">The step it is at, from 1; 0 before the first.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="NewPercent">The new revision's share of the traffic.</param>
/// <param name="OldPercent">That of the one before; both together less than 100 when nobody answers.</param>
/// <param name="NewHealthy">Healthy instances of the new revision.</param>
/// <param name="OldHealthy">Those of the one before.</param>
/// <param name="Evidence">By what it was noticed.</param>
public sealed record RehearsalEntry(
    double At, string? Component, string Kind, string Text, int Step, int Steps, double? NewPercent, double? OldPercent, int? NewHealthy, int? OldHealthy,
    string? Evidence);

/// <param name="Component">Of which component.</param>
/// <param name="At">When.</param>
/// <param name="Reason">What, in one sentence.</param>
/// <param name="Evidence">What was measured or seen.</param>
/// <param name="InjectedAt">Since when it was wrong on purpose; null when it was not.</param>
/// <param name="TrafficBackAt">When all the traffic was on what ran before again; null when it never was.</param>
public sealed record RehearsalNotice(string Component, double At, string Reason, string? Evidence, double? InjectedAt, double? TrafficBackAt);
