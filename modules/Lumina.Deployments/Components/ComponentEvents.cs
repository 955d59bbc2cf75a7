using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lumina.Analysis;
using Lumina.Analysis.Sources;
using Lumina.Deployments.Targets;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Components;

/// <summary>What happens to a component. Names and members are stable: they are on disk.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RolloutStarted), RolloutStarted.Name)]
[JsonDerivedType(typeof(StepStarted), StepStarted.Name)]
[JsonDerivedType(typeof(StepHeld), StepHeld.Name)]
[JsonDerivedType(typeof(StepPromoted), StepPromoted.Name)]
[JsonDerivedType(typeof(WaitSkipped), WaitSkipped.Name)]
[JsonDerivedType(typeof(StepDecided), StepDecided.Name)]
[JsonDerivedType(typeof(StepApprovalWanted), StepApprovalWanted.Name)]
[JsonDerivedType(typeof(StepApproved), StepApproved.Name)]
[JsonDerivedType(typeof(StepRejected), StepRejected.Name)]
[JsonDerivedType(typeof(Measured), Measured.Name)]
[JsonDerivedType(typeof(RolloutVerified), RolloutVerified.Name)]
[JsonDerivedType(typeof(PreviousReleased), PreviousReleased.Name)]
[JsonDerivedType(typeof(RolloutSucceeded), RolloutSucceeded.Name)]
[JsonDerivedType(typeof(RolloutFailed), RolloutFailed.Name)]
[JsonDerivedType(typeof(RestoreStarted), RestoreStarted.Name)]
[JsonDerivedType(typeof(RestoreSucceeded), RestoreSucceeded.Name)]
[JsonDerivedType(typeof(RestoreFailed), RestoreFailed.Name)]
[JsonDerivedType(typeof(RolloutConfigured), RolloutConfigured.Name)]
[JsonDerivedType(typeof(ConfigurationUnread), ConfigurationUnread.Name)]
[JsonDerivedType(typeof(LeaseRenewed), LeaseRenewed.Name)]
[JsonDerivedType(typeof(LeaseRevoked), LeaseRevoked.Name)]
public abstract record ComponentEvent(DateTimeOffset At)
{
    internal abstract string Type { get; }
}

/// <summary>A deployment has begun to change the component.</summary>
public sealed record RolloutStarted(
    string Deployment, ChangeAction Action, bool InPlace, int? FromRevision, string? FromVersion, RevisionSpec? To, int Steps, DateTimeOffset At)
    : ComponentEvent(At)
{
    public const string Name = "rollout-started";

    /// <summary>Whether a person wants to go back to what ran before.</summary>
    public bool Back { get; init; }

    internal override string Type => Name;
}

/// <summary>Everything before it is done; step <paramref name="Step"/> is being done now.</summary>
public sealed record StepStarted(int Step, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-started";

    internal override string Type => Name;
}

/// <summary>All that the step brings is in place: its time counts from now, or a person is waited for.</summary>
public sealed record StepHeld(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-held";

    internal override string Type => Name;
}

/// <summary>A person lets the rollout go on behind a step's gate, or straight to its last step.</summary>
public sealed record StepPromoted(bool Full, string Actor, string? Comment, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "step-promoted";

    internal override string Type => Name;
}

/// <summary>A person has ended the step's time.</summary>
public sealed record WaitSkipped(string Actor, string? Comment, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "wait-skipped";

    internal override string Type => Name;
}

/// <summary>Sources of a canary's checks were asked, and answered this.</summary>
/// <param name="Checks">One of each check that was due.</param>
/// <param name="At">When they were asked.</param>
public sealed record Measured(ImmutableArray<CheckMeasurement> Checks, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "measured";

    internal override string Type => Name;
}

/// <summary>What was measured for one check, and what was said of it.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Reading">The numbers, of the new revision and of the baseline, with how many requests they are of; or why there are none.</param>
/// <param name="Judgement">What is said of the check now.</param>
/// <param name="Evidence">What was measured against what, in one line.</param>
public sealed record CheckMeasurement(string Check, Reading Reading, Judgement Judgement, string Evidence);

/// <summary>The new revision has passed what it had to pass before it takes traffic.</summary>
public sealed record RolloutVerified(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-verified";

    internal override string Type => Name;
}

/// <summary>The instances that stood by are gone.</summary>
public sealed record PreviousReleased(int Revision, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "previous-released";

    internal override string Type => Name;
}

/// <summary>The new revision is live, or the component is gone.</summary>
public sealed record RolloutSucceeded(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-succeeded";

    /// <summary>Until when the instances of the revision before stand by; null when they are gone.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    internal override string Type => Name;
}

/// <summary>The new revision will not do; nothing was taken back yet.</summary>
public sealed record RolloutFailed(Failure Failure, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "rollout-failed";

    internal override string Type => Name;
}

/// <summary>What ran before is being brought back.</summary>
/// <param name="Cause">Why the deployment is taken back.</param>
/// <param name="At">When.</param>
public sealed record RestoreStarted(string Cause, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-started";

    internal override string Type => Name;
}

/// <summary>What ran before runs again.</summary>
public sealed record RestoreSucceeded(DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-succeeded";

    internal override string Type => Name;
}

/// <summary>What ran before could not be brought back.</summary>
public sealed record RestoreFailed(Failure Failure, DateTimeOffset At) : ComponentEvent(At)
{
    public const string Name = "restore-failed";

    internal override string Type => Name;
}
