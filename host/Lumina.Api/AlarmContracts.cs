namespace Lumina.Api;

/// <summary>Somebody outside says that something is wrong, or is no longer.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Plan">The plan's name.</param>
/// <param name="Component">Whom it is about; null for all of the plan.</param>
/// <param name="Name">What it is called, 1 to 200 characters; with the component it tells alarms apart.</param>
/// <param name="State"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Message">What it says, at most 2000 characters.</param>
/// <param name="Source">Who says it, at most 200 characters.</param>
/// <param name="StartsAt">Since when it fires; null for now.</param>
public sealed record AlarmNotice(
    string? Environment, string? Plan, string? Component, string? Name, string? State, string? Message = null, string? Source = null, DateTimeOffset? StartsAt = null);

/// <summary>What has become of alarms, in the order in which they came.</summary>
public sealed record AlarmAnswer(IReadOnlyList<AlarmResult> Alarms);

/// <param name="Name">What it is called.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Plan">The plan's name.</param>
/// <param name="Component">Whom it is about; null for all of the plan.</param>
/// <param name="State"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Outcome"><c>taking-back</c> (a rollout has failed by it), <c>recorded</c> (nothing was on its way), <c>older</c> (it fires since before what is on
/// its way began), <c>resolved</c>, <c>unknown</c> (no such component or plan runs, or did, in the environment), <c>ignored</c> (it lacks what an alarm needs).</param>
/// <param name="Message">The same for a person, and what can be done.</param>
/// <param name="Deployment">The deployment that is taken back, or was there last.</param>
public sealed record AlarmResult(
    string? Name, string? Environment, string? Plan, string? Component, string State, string Outcome, string Message, string? Deployment = null);

/// <summary>An alarm that fires.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Plan">The plan's name.</param>
/// <param name="Component">Whom it is about; null for all of the plan.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Message">What it says.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Since">Since when.</param>
public sealed record StandingAlarm(string Environment, string Plan, string? Component, string Name, string? Message, string? Source, DateTimeOffset Since);
