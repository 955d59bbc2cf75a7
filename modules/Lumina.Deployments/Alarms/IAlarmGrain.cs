using Lumina.Deployments.Records;
using Orleans.CodeGeneration;

namespace Lumina.Deployments.Alarms;

/// <summary>
/// Hears the alarms of one plan in one environment; key <c>alm-environment/plan</c>. It records that they fire, and tells the components and the deployment
/// that are on their way. Every call can be repeated: an alarm that is said again is one, and whoever did not hear it the first time hears it then.
/// </summary>
[Alias("lumina.alarms"), Version(RecordFormat.Current)]
public interface IAlarmGrain : IGrainWithStringKey
{
    [Alias("hear")]
    Task<AlarmOutcome> HearAsync(AlarmOrder alarm);
}

/// <summary>An alarm, as it is heard.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Component">Whom it is about; null for all of the plan.</param>
/// <param name="Firing">Whether it fires; otherwise it has been resolved.</param>
/// <param name="Message">What it says.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Since">Since when it fires, as the sender has it; null when the sender doesn't say.</param>
[GenerateSerializer, Immutable, Alias("lumina.alarm-order")]
public sealed record AlarmOrder(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Component,
    [property: Id(2)] bool Firing,
    [property: Id(3)] string? Message,
    [property: Id(4)] string? Source,
    [property: Id(5)] DateTimeOffset? Since);

/// <summary>What has become of an alarm.</summary>
public enum AlarmReply
{
    /// <summary>Nothing is known of what it is about: it is not recorded.</summary>
    Unknown,

    /// <summary>Something that is on its way fails by it, and is taken back.</summary>
    TakingBack,

    /// <summary>It is recorded, and nothing was on its way that it could fail.</summary>
    Recorded,

    /// <summary>It has fired since before what is on its way began, so that it is none of its doing.</summary>
    Older,

    /// <summary>It fires no longer.</summary>
    Resolved,
}

/// <summary>What has become of an alarm.</summary>
/// <param name="Reply">What.</param>
/// <param name="Components">Those that fail by it.</param>
/// <param name="Deployment">The deployment that is taken back, or was there last; null when there was none.</param>
/// <param name="KeptBy">A component of which what ran before stands by; null when none does.</param>
/// <param name="KeptUntil">Until when.</param>
[GenerateSerializer, Immutable, Alias("lumina.alarm-outcome")]
public sealed record AlarmOutcome(
    [property: Id(0)] AlarmReply Reply,
    [property: Id(1)] IReadOnlyList<string> Components,
    [property: Id(2)] string? Deployment = null,
    [property: Id(3)] string? KeptBy = null,
    [property: Id(4)] DateTimeOffset? KeptUntil = null);
