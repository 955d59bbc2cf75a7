using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Lumina.Deployments.Orchestration;

/// <summary>
/// One run of a plan in an environment; key <c>dep-…</c>. It owns the order: which components are ready, how many run at once, when
/// to stop, when to take back. Every call can be repeated.
/// </summary>
[Alias("lumina.deployment"), Version(RecordFormat.Current)]
public interface IDeploymentGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task<StartAnswer> StartAsync(StartOrder order);

    /// <summary>Goes on after a crash or a restart; does nothing when it has ended or goes on already.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>Whether it was accepted and has not ended; false too for one that was never started.</summary>
    [Alias("is-open")]
    Task<bool> IsOpenAsync();

    [Alias("pause")]
    Task<ControlAnswer> PauseAsync(string actor, string? comment);

    /// <param name="actor">Who.</param>
    /// <param name="comment">Why.</param>
    /// <param name="despiteFreeze">Why it is not to wait for the end of a freeze either; null when it is.</param>
    [Alias("resume")]
    Task<ControlAnswer> ResumeAsync(string actor, string? comment, string? despiteFreeze = null);

    /// <summary>Ends it and takes back what it has changed.</summary>
    [Alias("cancel")]
    Task<ControlAnswer> CancelAsync(string actor, string? comment);

    /// <summary>Lets rollouts go on that have come to a gate, or sends them straight to their last step.</summary>
    [Alias("promote")]
    Task<ControlAnswer> PromoteAsync(StepCommand command);

    /// <summary>Ends the time of the step that rollouts are at.</summary>
    [Alias("skip")]
    Task<ControlAnswer> SkipAsync(StepCommand command);

    /// <summary>Agrees to what it would do, or to the step that its components wait before; or says no.</summary>
    [Alias("decide")]
    Task<ControlAnswer> DecideAsync(ApprovalCommand command);

    /// <summary>Something is wrong with a component that it has changed and that is live already. Whether it is, or has been, taken back for it.</summary>
    [Alias("notice")]
    Task<bool> NoticeAsync(string component, string reason);

    /// <summary>A newer deployment wants its place. May be lost; the newer one has it said again until it has its turn.</summary>
    [Alias("supersede"), OneWay]
    Task SupersedeAsync(string by);

    /// <summary>It is this deployment's turn in its environment.</summary>
    [Alias("granted"), OneWay]
    Task GrantedAsync();

    /// <summary>A component's rollout has come to an end. May be lost; the deployment looks for itself from time to time.</summary>
    [Alias("report"), OneWay]
    Task ReportAsync(ComponentReport report);
}

/// <summary>Asks for a deployment.</summary>
/// <param name="Intent">What is wanted.</param>
/// <param name="ChangeDigest">The change set, planned at <paramref name="Turn"/>.</param>
/// <param name="Changed">How many components it changes.</param>
/// <param name="ExpectedChanges">The change set that the asker has seen and agreed to; null for any.</param>
/// <param name="Turn">The environment's turn at which the change set was planned.</param>
/// <param name="OnConflict">What to do when another deployment of the plan has the turn.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Comment">Why.</param>
/// <param name="Parallelism">How many components may roll out at once.</param>
/// <param name="DespiteFreeze">Why it is not to keep to freezes; null when it is.</param>
[GenerateSerializer, Immutable, Alias("lumina.start-order")]
public sealed record StartOrder(
    [property: Id(0)] DeploymentIntent Intent,
    [property: Id(1)] string ChangeDigest,
    [property: Id(2)] int Changed,
    [property: Id(3)] string? ExpectedChanges,
    [property: Id(4)] long Turn,
    [property: Id(5)] OnConflict OnConflict,
    [property: Id(6)] string Actor,
    [property: Id(7)] string? Comment,
    [property: Id(8)] int Parallelism,
    [property: Id(9)] string? DespiteFreeze = null);

/// <summary>What became of asking for a deployment.</summary>
public enum StartReply
{
    Accepted,

    /// <summary>Another deployment has the turn; the answer names it.</summary>
    Busy,

    /// <summary>What was agreed to is not what would happen now.</summary>
    Stale,

    /// <summary>What would happen can't be found out now; the answer says why.</summary>
    Unplannable,

    /// <summary>Its environment is frozen; the answer says until when.</summary>
    Frozen,
}

/// <summary>The answer to asking for a deployment.</summary>
/// <param name="Reply">What became of it.</param>
/// <param name="Other">The deployment that has the turn, for <see cref="StartReply.Busy"/>.</param>
/// <param name="Reason">Why, for <see cref="StartReply.Unplannable"/>.</param>
/// <param name="Until">When it could begin, for <see cref="StartReply.Frozen"/>.</param>
[GenerateSerializer, Immutable, Alias("lumina.start-answer")]
public sealed record StartAnswer(
    [property: Id(0)] StartReply Reply,
    [property: Id(1)] string? Other = null,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] DateTimeOffset? Until = null);

/// <summary>What a person wants of the steps that rollouts are at.</summary>
/// <param name="Component">Which component; null for all that can do it now.</param>
/// <param name="Step">The step that was seen: a component that is past it has nothing left to do. Null for the one that it is at.</param>
/// <param name="Full">For a promotion: straight to the last step.</param>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
[GenerateSerializer, Immutable, Alias("lumina.step-command")]
public sealed record StepCommand(
    [property: Id(0)] string? Component,
    [property: Id(1)] int? Step,
    [property: Id(2)] bool Full,
    [property: Id(3)] string Actor,
    [property: Id(4)] string? Comment);

/// <summary>What somebody says who was asked to agree.</summary>
/// <param name="Agrees">Whether it may go on; it ends otherwise.</param>
/// <param name="Component">The component that waits before a step; null for the deployment, or for all components that wait.</param>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
/// <param name="For">What that one has seen it wait for; null for whatever it is now.</param>
[GenerateSerializer, Immutable, Alias("lumina.approval-command")]
public sealed record ApprovalCommand(
    [property: Id(0)] bool Agrees, [property: Id(1)] string? Component, [property: Id(2)] string Actor, [property: Id(3)] string? Comment,
    [property: Id(4)] string? For = null);

/// <summary>What became of telling a deployment something.</summary>
public enum ControlReply
{
    Done,
    NotFound,
    WrongState,

    /// <summary>Somebody else has to say it.</summary>
    Forbidden,
}

/// <summary>The answer to telling a deployment something.</summary>
[GenerateSerializer, Immutable, Alias("lumina.control-answer")]
public sealed record ControlAnswer([property: Id(0)] ControlReply Reply, [property: Id(1)] string? Reason);

/// <summary>How a component has come out of its rollout.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Phase">How its rollout ended.</param>
/// <param name="Reason">Why it failed.</param>
[GenerateSerializer, Immutable, Alias("lumina.component-report")]
public sealed record ComponentReport(
    [property: Id(0)] string Component, [property: Id(1)] RolloutPhase Phase, [property: Id(2)] string? Reason);
