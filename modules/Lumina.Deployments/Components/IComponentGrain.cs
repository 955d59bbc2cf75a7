using Lumina.Deployments.Orchestration;
using Lumina.Deployments.Records;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Orleans.CodeGeneration;

namespace Lumina.Deployments.Components;

/// <summary>
/// One component in one environment, for ever; key <c>cmp-environment/plan/component</c>. It carries one rollout at a time, and
/// tells the deployment when that rollout has come to an end. Every call can be repeated.
/// </summary>
[Alias("lumina.component"), Version(RecordFormat.Current)]
internal interface IComponentGrain : IGrainWithStringKey
{
    /// <summary>Starts the component's part of a deployment, or goes on with it after a crash.</summary>
    [Alias("begin")]
    Task<RolloutAnswer> BeginAsync(RolloutOrder order);

    /// <summary>Brings back what ran before the deployment; ends its rollout first if that is still under way.</summary>
    [Alias("restore")]
    Task<RolloutAnswer> RestoreAsync(RestoreOrder order);

    /// <summary>Holds the rollout before its next step, or lets it go on.</summary>
    [Alias("hold")]
    Task HoldAsync(string deployment, bool held);

    /// <summary>Opens the gate that the rollout has come to, or sends it straight to its last step.</summary>
    [Alias("promote")]
    Task<ControlAnswer> PromoteAsync(StepOrder order);

    /// <summary>Ends the time of the step that the rollout is at.</summary>
    [Alias("skip")]
    Task<ControlAnswer> SkipAsync(StepOrder order);

    /// <summary>Agrees to the step that the rollout waits before, or says no.</summary>
    [Alias("decide")]
    Task<ControlAnswer> DecideAsync(StepApproval word);

    /// <summary>Somebody outside says that something is wrong with it.</summary>
    [Alias("alarm")]
    Task<AlarmedComponent> AlarmAsync(ComponentAlarm alarm);

    /// <summary>Sees to what is to be done at a time of its own; the component may have slept since.</summary>
    [Alias("wake")]
    Task WakeAsync();
}

/// <summary>What a component should become. <c>At</c> is where the deployment's record was when it was told: when that has moved since, somebody may have
/// cancelled it. Null from an older program.</summary>
[GenerateSerializer, Immutable, Alias("lumina.rollout-order")]
internal sealed record RolloutOrder(
    [property: Id(0)] string Deployment,
    [property: Id(1)] ChangeAction Action,
    [property: Id(2)] bool InPlace,
    [property: Id(3)] ComponentSpec? Spec,
    [property: Id(4)] string Directory,
    [property: Id(5)] int? FromRevision,
    [property: Id(6)] bool Held,
    [property: Id(7)] bool Back = false,
    [property: Id(8)] long? At = null)
{
    /// <summary>Whether new instances are wanted although it stays the same.</summary>
    [Id(9)]
    public bool Anew { get; init; }
}

/// <summary>What a person wants of the step that a rollout is at.</summary>
/// <param name="Deployment">The deployment that it belongs to.</param>
/// <param name="Step">The step that the person has seen: when the rollout is past it, there is nothing left to do. Null for the one that it is at.</param>
/// <param name="Full">For a promotion: straight to the last step.</param>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
[GenerateSerializer, Immutable, Alias("lumina.step-order")]
internal sealed record StepOrder(
    [property: Id(0)] string Deployment,
    [property: Id(1)] int? Step,
    [property: Id(2)] bool Full,
    [property: Id(3)] string Actor,
    [property: Id(4)] string? Comment);

/// <summary>What somebody says who was asked to agree to a step.</summary>
/// <param name="Deployment">The deployment that it belongs to.</param>
/// <param name="Agrees">Whether the step may begin; the rollout fails otherwise.</param>
/// <param name="Actor">Who.</param>
/// <param name="Comment">Why.</param>
/// <param name="For">The step that was seen; null for whichever it is now.</param>
[GenerateSerializer, Immutable, Alias("lumina.step-approval")]
internal sealed record StepApproval(
    [property: Id(0)] string Deployment, [property: Id(1)] bool Agrees, [property: Id(2)] string Actor, [property: Id(3)] string? Comment,
    [property: Id(4)] string? For = null);

/// <summary>An alarm that fires.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Evidence">What it says, and who; null for nothing more.</param>
/// <param name="Since">Since when it fires.</param>
[GenerateSerializer, Immutable, Alias("lumina.component-alarm")]
internal sealed record ComponentAlarm([property: Id(0)] string Name, [property: Id(1)] string? Evidence, [property: Id(2)] DateTimeOffset Since);

/// <summary>Where a component is when an alarm has been heard.</summary>
/// <param name="HasFailed">Whether its rollout fails by an alarm, and is not taken back yet.</param>
/// <param name="Deployment">The deployment that its last rollout belongs to; null when there was none.</param>
/// <param name="Phase">Where that rollout is.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="KeptRevision">What stands by; null for nothing.</param>
/// <param name="KeptUntil">Until when.</param>
[GenerateSerializer, Immutable, Alias("lumina.alarmed-component")]
internal sealed record AlarmedComponent(
    [property: Id(0)] bool HasFailed,
    [property: Id(1)] string? Deployment,
    [property: Id(2)] RolloutPhase? Phase,
    [property: Id(3)] DateTimeOffset? StartedAt,
    [property: Id(4)] int? KeptRevision,
    [property: Id(5)] DateTimeOffset? KeptUntil);

/// <summary>That a component should be what it was.</summary>
/// <param name="Deployment">The deployment that is taken back.</param>
/// <param name="Cause">Why.</param>
/// <param name="OnlyUnderway">Whether a rollout that has ended well stays as it is.</param>
[GenerateSerializer, Immutable, Alias("lumina.restore-order")]
internal sealed record RestoreOrder(
    [property: Id(0)] string Deployment, [property: Id(1)] string Cause, [property: Id(2)] bool OnlyUnderway = false);

/// <summary>What became of an order.</summary>
internal enum RolloutReply
{
    /// <summary>The rollout is under way; a report will follow.</summary>
    Underway,

    /// <summary>It has ended already; the phase says how.</summary>
    Ended,

    /// <summary>The deployment has not touched this component.</summary>
    Untouched,

    /// <summary>Not possible: the reason says why.</summary>
    Refused,

    /// <summary>The deployment's record is not where it was when the order was given; nothing was begun.</summary>
    Moved,
}

/// <param name="Reply">What became of it.</param>
/// <param name="Phase">Where the rollout is.</param>
/// <param name="Reason">Why it was refused, or why the rollout failed.</param>
[GenerateSerializer, Immutable, Alias("lumina.rollout-answer")]
internal sealed record RolloutAnswer(
    [property: Id(0)] RolloutReply Reply,
    [property: Id(1)] RolloutPhase? Phase,
    [property: Id(2)] string? Reason);
