using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Lumina.Analysis;
using Lumina.Deployments.Configuring;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Deployments.Components;

/// <summary>One component in one environment, for ever: what runs, and the rollout that it is in or was in last.</summary>
public sealed record ComponentState
{
    public static ComponentState Initial { get; } = new();

    /// <summary>See <see cref="RecordFormat"/>.</summary>
    public int Format { get; init; } = RecordFormat.Current;

    /// <summary>The highest revision number ever given out.</summary>
    public int LastRevision { get; init; }

    /// <summary>What runs and was found good; null when nothing does.</summary>
    public LiveRevision? Current { get; init; }

    /// <summary>What ran before <see cref="Current"/> and still stands by; null when nothing does.</summary>
    public KeptRevision? Kept { get; init; }

    /// <summary>The open or the last rollout; null before the first.</summary>
    public Rollout? Rollout { get; init; }

    /// <summary>The configuration with the highest number; null when there never was one.</summary>
    public ConfigurationMark? LastConfiguration { get; init; }

    /// <summary>What stores of secrets have lent to its revisions, and was not given back.</summary>
    // Records of older programs have no such member, and are read without the initialiser.
    public ImmutableArray<HeldLease> Leases { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>When something is to be done that no deployment asks for; null for nothing.</summary>
    internal DateTimeOffset? Due => LeaseDuties.DueOf(this) is { } lease && !(Kept?.Until < lease) ? lease : Kept?.Until;
}

/// <summary>A revision that was found good.</summary>
/// <param name="Revision">What it is.</param>
/// <param name="Deployment">The deployment that brought it.</param>
/// <param name="Since">Since when it has been live.</param>
public sealed record LiveRevision(RevisionSpec Revision, string Deployment, DateTimeOffset Since)
{
    /// <summary>What its instances get; null for one that an older program has brought.</summary>
    public ConfigurationMark? Configuration { get; init; }
}

/// <summary>A revision without traffic whose instances stand by, so that going back to it is a matter of traffic.</summary>
/// <param name="Revision">What it is.</param>
/// <param name="Until">When its instances are taken down.</param>
public sealed record KeptRevision(RevisionSpec Revision, DateTimeOffset Until)
{
    /// <summary>What its instances get; null when an older program has written it down.</summary>
    public ConfigurationMark? Configuration { get; init; }
}

/// <summary>Where a rollout is.</summary>
public enum RolloutPhase
{
    Preparing,
    RollingOut,
    Removing,

    /// <summary>Ended well: the new revision is live.</summary>
    Live,

    /// <summary>Ended well: the component is gone.</summary>
    Removed,

    /// <summary>Ended badly; nothing was taken back yet.</summary>
    Failed,

    Restoring,

    /// <summary>What ran before runs again.</summary>
    Restored,

    /// <summary>What ran before could not be brought back.</summary>
    RestoreFailed,
}

/// <summary>One way of a component from what runs to what is wanted, and back if it must be.</summary>
public sealed record Rollout
{
    public required string Deployment { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>Whether the instances stay and only their number, or how they are rolled out, changes.</summary>
    public bool InPlace { get; init; }

    public required RolloutPhase Phase { get; init; }

    /// <summary>What is wanted; null for a removal.</summary>
    public RevisionSpec? To { get; init; }

    /// <summary>What ran when it began; null when nothing did.</summary>
    public LiveRevision? From { get; init; }

    /// <summary>The step it is at, from 1; 0 before the first.</summary>
    public int Step { get; init; }

    public int Steps { get; init; } = 1;

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the phase or the step began; the deadline counts from here.</summary>
    public required DateTimeOffset StepStartedAt { get; init; }

    /// <summary>Whether a person wants to go back to what ran before: no steps are waited for.</summary>
    public bool Back { get; init; }

    /// <summary>What stood by when it began: it is taken up again when it is what is wanted, or else taken down first.</summary>
    public RevisionSpec? Kept { get; init; }

    /// <summary>What the instances of <see cref="Kept"/> get; null when that is not known.</summary>
    public ConfigurationMark? KeptConfiguration { get; init; }

    /// <summary>Since when all that the step brings has been in place, so that its time or its gate counts; null before.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Whether a person has promoted the step.</summary>
    public bool GateOpened { get; init; }

    /// <summary>Whether a person has ended the step's time.</summary>
    public bool WaitSkipped { get; init; }

    /// <summary>Whether a person wants it to go to its last step.</summary>
    public bool Full { get; init; }

    /// <summary>Whether the new revision has passed its verification.</summary>
    public bool Verified { get; init; }

    /// <summary>How far the analysis of the step that is held has got; null when none is, or the step has no checks of its own.</summary>
    public AnalysisRun? StepAnalysis { get; init; }

    /// <summary>How far the analysis over the whole rollout has got; null before the first step is held, or without such checks.</summary>
    public AnalysisRun? WholeAnalysis { get; init; }

    /// <summary>Who is, or was, asked to agree before the next step, and who has; null when nobody is.</summary>
    public ApprovalWait? Approval { get; init; }

    /// <summary>What the instances of <see cref="To"/> get; null as long as that is not known.</summary>
    public ConfigurationMark? Configuration { get; init; }

    /// <summary>The configuration of the component that has the highest number; null when there never was one.</summary>
    public ConfigurationMark? LastConfiguration { get; init; }

    /// <summary>By engine of policy: the version that was asked last about this rollout; null when none was.</summary>
    public IReadOnlyDictionary<string, string>? PolicyVersions { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed. A failing restore never replaces it.</summary>
    public Failure? Failure { get; init; }

    public Failure? RestoreFailure { get; init; }

    /// <summary>Whether the step that it is at lasts until a person promotes it.</summary>
    [JsonIgnore]
    public bool AwaitsPromotion => Phase == RolloutPhase.RollingOut && HeldSince is not null && !GateOpened && !Full && To?.Spec.Strategy switch
    {
        CanarySpec canary => Step >= 1 && Step <= canary.Steps.Length && canary.Steps[Step - 1].For is null,
        BlueGreenSpec { Switch: SwitchMode.Approved } => Step == Steps,
        _ => false,
    };

    /// <summary>Whether people have to agree before its next step begins.</summary>
    [JsonIgnore]
    public bool AwaitsApproval => Phase == RolloutPhase.RollingOut && Approval is { IsComplete: false };

    public bool IsOpen => Phase is RolloutPhase.Preparing or RolloutPhase.RollingOut or RolloutPhase.Removing or RolloutPhase.Restoring;
}

/// <summary>What went wrong, with what was seen.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="Instance">The instance that it was noticed on; null for none.</param>
/// <param name="LastAnswer">What the last health check, or the end of the process, said.</param>
/// <param name="LogTail">The last lines of its log, oldest first, at most 20.</param>
public sealed record Failure(string Reason, string? Instance = null, string? LastAnswer = null, IReadOnlyList<string>? LogTail = null)
{
    /// <summary>By what it was noticed; null in records of older programs.</summary>
    public Notice? By { get; init; }
}

/// <summary>By what a failure was noticed.</summary>
public enum Notice
{
    /// <summary>It did not get ahead in time.</summary>
    Deadline,

    /// <summary>An instance did not become healthy, or was and is not any more.</summary>
    Health,

    /// <summary>An instance comes up and ends, again and again.</summary>
    CrashLoop,

    /// <summary>A check: an error rate, a latency, a metric.</summary>
    Analysis,

    /// <summary>What it had to pass before it takes traffic.</summary>
    Verification,

    /// <summary>Somebody outside said so.</summary>
    Alarm,

    /// <summary>The target can't do what it is asked.</summary>
    Target,

    /// <summary>A rule does not let its next step begin, or the people who have to agree to it did not.</summary>
    Policy,

    /// <summary>What is kept secret for it can't be had.</summary>
    Secrets,

    /// <summary>An instance has got another configuration than it should have.</summary>
    Configuration,
}
