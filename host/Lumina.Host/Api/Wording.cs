using Lumina.Deployments.Components;
using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Targets;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;

namespace Lumina.Host.Api;

/// <summary>The words of the wire contract. They are stable, whatever the members in the program are called.</summary>
internal static class Wording
{
    public static string Of(ChangeAction action) => action switch
    {
        ChangeAction.Unchanged => "unchanged",
        ChangeAction.Create => "create",
        ChangeAction.Update => "update",
        ChangeAction.Restart => "restart",
        ChangeAction.Remove => "remove",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Info => "info",
        Severity.Warning => "warning",
        _ => "error",
    };

    public static string Of(StrategySpec strategy) => strategy switch
    {
        RollingSpec => "rolling",
        CanarySpec => "canary",
        BlueGreenSpec => "blue-green",
        RecreateSpec => "recreate",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy)),
    };

    public static string Of(DeploymentKind kind) => kind switch
    {
        DeploymentKind.Apply => "apply",
        DeploymentKind.Remove => "remove",
        _ => "rollback",
    };

    /// <summary>Where a deployment is; <c>frozen</c> is one that waits for nothing but the end of a freeze.</summary>
    public static string Of(DeploymentState state) =>
        state is { FrozenUntil: not null, Status: DeploymentStatus.Queued or DeploymentStatus.Running } ? "frozen" : Of(state.Status);

    public static OnConflict? ConflictOf(string? word) => word switch
    {
        "refuse" => OnConflict.Refuse,
        "queue" => OnConflict.Queue,
        "supersede" => OnConflict.Supersede,
        _ => null,
    };

    public static string Of(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Queued => "queued",
        DeploymentStatus.AwaitingApproval => "awaiting-approval",
        DeploymentStatus.Running => "running",
        DeploymentStatus.Paused => "paused",
        DeploymentStatus.Cancelling => "cancelling",
        DeploymentStatus.RollingBack => "rolling-back",
        DeploymentStatus.Superseding => "superseding",
        DeploymentStatus.Succeeded => "succeeded",
        DeploymentStatus.RolledBack => "rolled-back",
        DeploymentStatus.Failed => "failed",
        DeploymentStatus.Refused => "refused",
        DeploymentStatus.Superseded => "superseded",
        DeploymentStatus.Rejected => "rejected",
        DeploymentStatus.Expired => "expired",
        _ => "cancelled",
    };

    public static string Of(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Preparing => "preparing",
        RolloutPhase.RollingOut => "rolling-out",
        RolloutPhase.Removing => "removing",
        RolloutPhase.Live => "live",
        RolloutPhase.Removed => "removed",
        RolloutPhase.Failed => "failed",
        RolloutPhase.Restoring => "restoring",
        RolloutPhase.Restored => "restored",
        _ => "restore-failed",
    };

    /// <summary>How a component has come out of a deployment; null while that is open.</summary>
    public static string? OutcomeOf(RolloutPhase phase) => phase switch
    {
        RolloutPhase.Live => "live",
        RolloutPhase.Removed => "removed",
        RolloutPhase.Restored => "restored",
        RolloutPhase.Failed or RolloutPhase.RestoreFailed => "failed",
        _ => null,
    };

    public static string Of(Notice notice) => notice switch
    {
        Notice.Deadline => "deadline",
        Notice.Health => "health",
        Notice.CrashLoop => "crash-loop",
        Notice.Analysis => "analysis",
        Notice.Verification => "verification",
        Notice.Alarm => "alarm",
        Notice.Policy => "policy",
        Notice.Secrets => "secrets",
        Notice.Configuration => "configuration",
        _ => "target",
    };

    public static string Of(InstancePhase phase) => phase switch
    {
        InstancePhase.Starting => "starting",
        InstancePhase.Healthy => "healthy",
        InstancePhase.Unhealthy => "unhealthy",
        InstancePhase.Restarting => "restarting",
        InstancePhase.Failed => "failed",
        _ => "stopping",
    };
}
