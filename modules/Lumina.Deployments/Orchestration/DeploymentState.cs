using System.Text.Json.Serialization;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;

namespace Lumina.Deployments.Orchestration;

/// <summary>What a deployment is for.</summary>
public enum DeploymentKind
{
    /// <summary>To make the plan so.</summary>
    Apply,

    /// <summary>To take all components of the plan in the environment away.</summary>
    Remove,

    /// <summary>To go back to what ran before an earlier deployment.</summary>
    Rollback,
}

/// <summary>Where a deployment is.</summary>
public enum DeploymentStatus
{
    /// <summary>Waits for another deployment of the same plan in the same environment.</summary>
    Queued,

    /// <summary>Waits for people to agree, and has no turn meanwhile.</summary>
    AwaitingApproval,
    Running,
    Paused,

    /// <summary>Is being taken back because a person wanted it.</summary>
    Cancelling,

    /// <summary>Is being taken back because it failed.</summary>
    RollingBack,

    /// <summary>A newer deployment takes its place: what is under way is being taken back, what is live stays.</summary>
    Superseding,

    Succeeded,

    /// <summary>Failed; what ran before runs again.</summary>
    RolledBack,

    /// <summary>Failed, and could not be taken back wholly.</summary>
    Failed,

    /// <summary>Nothing was touched.</summary>
    Refused,

    /// <summary>Ended by a person; what ran before runs again.</summary>
    Cancelled,

    /// <summary>Ended by a newer deployment; every component is what it was before or what this one made of it, and nothing in between.</summary>
    Superseded,

    /// <summary>Somebody who was asked has said no. Nothing was touched.</summary>
    Rejected,

    /// <summary>Not enough people have agreed in time. Nothing was touched.</summary>
    Expired,
}

/// <summary>What somebody wants of an environment.</summary>
[GenerateSerializer, Immutable, Alias("lumina.intent")]
public sealed record DeploymentIntent
{
    [Id(0)] public required DeploymentKind Kind { get; init; }

    [Id(1)] public required string Plan { get; init; }

    [Id(2)] public required string Environment { get; init; }

    /// <summary>The document of the plan; for <see cref="DeploymentKind.Apply"/>.</summary>
    [Id(3)] public string? PlanDigest { get; init; }

    /// <summary>The folder that relative paths in the plan start from.</summary>
    [Id(4)] public string Directory { get; init; } = "";

    /// <summary>A deployment, a component, or null for the last change; for <see cref="DeploymentKind.Rollback"/>.</summary>
    [Id(5)] public string? Target { get; init; }

    /// <summary>What the plan's author calls this state of it.</summary>
    [Id(6)] public string? Version { get; init; }

    /// <summary>When nothing may begin, as the plan says; null when it says nothing.</summary>
    [Id(7)] public IReadOnlyList<FreezeSpec>? Freezes { get; init; }

    /// <summary>Who has to agree first, as the plan says; null for nobody.</summary>
    [Id(8)] public ApprovalSpec? Approval { get; init; }

    /// <summary>The document that says where the plan's variables and files are written; null for none.</summary>
    [Id(9)] public string? Origins { get; init; }
}

/// <summary>One run of a plan in an environment. It holds no component's details: those are the components' own.</summary>
public sealed record DeploymentState
{
    /// <summary>See <see cref="RecordFormat"/>.</summary>
    public int Format { get; init; } = RecordFormat.Current;

    public required string Id { get; init; }

    public required DeploymentIntent Intent { get; init; }

    public required DeploymentStatus Status { get; init; }

    /// <summary>The document of the change set that it carries out.</summary>
    public required string ChangeDigest { get; init; }

    /// <summary>The change set that was looked at when it was asked for; null when any will do.</summary>
    public string? ExpectedChanges { get; init; }

    public required string Actor { get; init; }

    public string? Comment { get; init; }

    /// <summary>How many components may roll out at once.</summary>
    public required int Parallelism { get; init; }

    /// <summary>How many components it is to change.</summary>
    public int Changed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it is being taken back, or ended as it did; null when all went well.</summary>
    public string? Reason { get; init; }

    /// <summary>The component whose failure is the cause.</summary>
    public string? FailedComponent { get; init; }

    /// <summary>How far the first failure reaches; null when none has been taken back.</summary>
    public RollbackScope? Scope { get; init; }

    /// <summary>What it does when another deployment of the plan has not ended.</summary>
    public OnConflict OnConflict { get; init; }

    /// <summary>The newer deployment that takes its place; null for none.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Why it does not keep to freezes; null when it does.</summary>
    public string? DespiteFreeze { get; init; }

    /// <summary>Until when the freeze lasts for which it waits; null when it waits for none.</summary>
    public DateTimeOffset? FrozenUntil { get; init; }

    /// <summary>Who is, or was, waited for, and who has agreed; null when nobody has to.</summary>
    public ApprovalWait? Approval { get; init; }

    /// <summary>By engine of policy: the version that was asked last; null when none was.</summary>
    public IReadOnlyDictionary<string, string>? PolicyVersions { get; init; }

    [JsonIgnore]
    public bool HasEnded => Status >= DeploymentStatus.Succeeded;

    [JsonIgnore]
    public bool IsTakingBack => Status is DeploymentStatus.Cancelling or DeploymentStatus.RollingBack or DeploymentStatus.Superseding;

    /// <summary>Whether a failure takes back only a part, beside which the rest may still be under way.</summary>
    [JsonIgnore]
    public bool TakesBackAPart => Status == DeploymentStatus.RollingBack && Scope is RollbackScope.Component or RollbackScope.Dependents;
}

/// <summary>What happens to a deployment. Names and members are stable: they are on disk.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(DeploymentPlanned), DeploymentPlanned.Name)]
[JsonDerivedType(typeof(DeploymentStarted), DeploymentStarted.Name)]
[JsonDerivedType(typeof(DeploymentPaused), DeploymentPaused.Name)]
[JsonDerivedType(typeof(DeploymentResumed), DeploymentResumed.Name)]
[JsonDerivedType(typeof(DeploymentCancelling), DeploymentCancelling.Name)]
[JsonDerivedType(typeof(DeploymentRollingBack), DeploymentRollingBack.Name)]
[JsonDerivedType(typeof(DeploymentSuperseded), DeploymentSuperseded.Name)]
[JsonDerivedType(typeof(DeploymentFrozen), DeploymentFrozen.Name)]
[JsonDerivedType(typeof(DeploymentThawed), DeploymentThawed.Name)]
[JsonDerivedType(typeof(FreezeLifted), FreezeLifted.Name)]
[JsonDerivedType(typeof(PolicyDecided), PolicyDecided.Name)]
[JsonDerivedType(typeof(ApprovalWanted), ApprovalWanted.Name)]
[JsonDerivedType(typeof(ApprovalGiven), ApprovalGiven.Name)]
[JsonDerivedType(typeof(ApprovalRejected), ApprovalRejected.Name)]
[JsonDerivedType(typeof(DeploymentEnded), DeploymentEnded.Name)]
public abstract record DeploymentRecord(DateTimeOffset At)
{
    internal abstract string Type { get; }
}

/// <summary>It was asked for and accepted; it waits for its turn.</summary>
public sealed record DeploymentPlanned(
    string Id, DeploymentIntent Intent, string ChangeDigest, string? ExpectedChanges, string Actor, string? Comment, int Parallelism, int Changed,
    DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-planned";

    /// <summary>What it does when another deployment of the plan has not ended.</summary>
    public OnConflict OnConflict { get; init; }

    /// <summary>Why it does not keep to freezes; null when it does.</summary>
    public string? DespiteFreeze { get; init; }

    internal override string Type => Name;
}

/// <summary>It has its turn. The change set is the one that holds now.</summary>
public sealed record DeploymentStarted(string ChangeDigest, int Changed, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-started";

    internal override string Type => Name;
}

/// <summary>A person wants it to begin nothing further.</summary>
public sealed record DeploymentPaused(string Actor, string? Comment, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-paused";

    internal override string Type => Name;
}

/// <summary>A person lets it go on.</summary>
public sealed record DeploymentResumed(string Actor, string? Comment, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-resumed";

    internal override string Type => Name;
}

/// <summary>A person wants it taken back.</summary>
public sealed record DeploymentCancelling(string Actor, string? Comment, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-cancelling";

    internal override string Type => Name;
}

/// <summary>A component failed; what its scope says is being taken back.</summary>
public sealed record DeploymentRollingBack(string Component, string Reason, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-rolling-back";

    /// <summary>How far the failure reaches; null for everything.</summary>
    public RollbackScope? Scope { get; init; }

    internal override string Type => Name;
}

/// <summary>It has come to an end and stays as it is for ever.</summary>
public sealed record DeploymentEnded(DeploymentStatus Status, string? Reason, DateTimeOffset At) : DeploymentRecord(At)
{
    public const string Name = "deployment-ended";

    internal override string Type => Name;
}

/// <summary>The fold of a deployment's events.</summary>
public static class DeploymentFold
{
    public static DeploymentState? Apply(DeploymentState? state, DeploymentRecord happened) => happened switch
    {
        DeploymentPlanned e => new DeploymentState
        {
            Id = e.Id,
            Intent = e.Intent,
            Status = DeploymentStatus.Queued,
            ChangeDigest = e.ChangeDigest,
            ExpectedChanges = e.ExpectedChanges,
            Actor = e.Actor,
            Comment = e.Comment,
            Parallelism = e.Parallelism,
            Changed = e.Changed,
            CreatedAt = e.At,
            OnConflict = e.OnConflict,
            DespiteFreeze = e.DespiteFreeze,
        },
        DeploymentStarted e => Known(state) with { Status = DeploymentStatus.Running, ChangeDigest = e.ChangeDigest, Changed = e.Changed, FrozenUntil = null },
        DeploymentPaused => Known(state) with { Status = DeploymentStatus.Paused },
        DeploymentResumed => Known(state) with { Status = DeploymentStatus.Running },
        DeploymentCancelling e => Known(state) with
        {
            Status = DeploymentStatus.Cancelling,
            FrozenUntil = null,
            // What was being taken back already says why.
            Reason = (Known(state).Reason is { } first ? first + " " : "") + (e.Comment is null ? $"Cancelled by {e.Actor}." : $"Cancelled by {e.Actor}: {e.Comment}"),
        },
        DeploymentRollingBack e => Known(state) with
        {
            Status = DeploymentStatus.RollingBack,
            Reason = e.Reason,
            FailedComponent = e.Component,
            Scope = e.Scope,
            // Beside a part that is taken back, the rest still waits.
            FrozenUntil = e.Scope is RollbackScope.Component or RollbackScope.Dependents ? Known(state).FrozenUntil : null,
        },
        DeploymentSuperseded e => Superseded(Known(state), e),
        DeploymentFrozen e => Known(state) with { FrozenUntil = e.Until },
        DeploymentThawed => Known(state) with { FrozenUntil = null },
        FreezeLifted e => Known(state) with { FrozenUntil = null, DespiteFreeze = e.Reason },
        DeploymentEnded e => Known(state) with { Status = e.Status, Reason = e.Reason ?? Known(state).Reason, EndedAt = e.At, FrozenUntil = null },
        _ => ApprovalFold.Apply(Known(state), happened),
    };

    /// <summary>What is being taken back anyway says why already, and ends as that.</summary>
    private static DeploymentState Superseded(DeploymentState state, DeploymentSuperseded e) => state.Status == DeploymentStatus.RollingBack
        ? state with { SupersededBy = e.By }
        : state with
        {
            Status = state.Status == DeploymentStatus.Queued ? DeploymentStatus.Queued : DeploymentStatus.Superseding,
            SupersededBy = e.By,
            Reason = $"Overtaken by {e.By}.",
            FrozenUntil = null,
        };

    private static DeploymentState Known(DeploymentState? state) =>
        state ?? throw new InvalidOperationException("A deployment's event came before it was planned.");
}
