using System.Collections.Immutable;
using Lumina.Deployments.Records;

namespace Lumina.Deployments.Alarms;

/// <summary>The alarms of a plan in an environment that fire now.</summary>
/// <param name="Standing">The oldest first, at most <see cref="MostStanding"/>.</param>
public sealed record AlarmState(ImmutableArray<StandingAlarm> Standing)
{
    /// <summary>Of more the oldest are forgotten; one that is said again then counts as new.</summary>
    public const int MostStanding = 100;

    public static AlarmState Quiet { get; } = new([]);

    /// <summary>See <see cref="RecordFormat"/>.</summary>
    public int Format { get; init; } = RecordFormat.Current;

    public StandingAlarm? Find(string? component, string name) => Standing.FirstOrDefault(a => a.Component == component && a.Name == name);
}

/// <summary>An alarm that fires.</summary>
/// <param name="Name">What it is called; with the component it tells alarms apart.</param>
/// <param name="Component">Whom it is about; null for all of the plan.</param>
/// <param name="Message">What it says; null for nothing.</param>
/// <param name="Source">Who says it; null when that is not known.</param>
/// <param name="Since">Since when it fires.</param>
public sealed record StandingAlarm(string Name, string? Component, string? Message, string? Source, DateTimeOffset Since)
{
    /// <summary>What is told with a failure.</summary>
    internal string? Evidence => (Message, Source) switch
    {
        (null, null) => null,
        (var message, null) => message,
        (null, var source) => $"from {source}",
        var (message, source) => $"{message} (from {source})",
    };
}

/// <summary>The fold of the events.</summary>
public static class AlarmFold
{
    public static AlarmState Apply(AlarmState state, AlarmEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            AlarmRaised e => new AlarmState(Newest([.. state.Standing, e.Alarm])),
            AlarmResolved e => new AlarmState([.. state.Standing.Where(a => a.Component != e.Component || a.Name != e.Alarm)]),
            _ => throw new NotSupportedException($"A newer program wrote '{happened.Type}'; this one does not know it."),
        };
    }

    private static ImmutableArray<StandingAlarm> Newest(ImmutableArray<StandingAlarm> alarms) =>
        alarms.Length <= AlarmState.MostStanding ? alarms : alarms[^AlarmState.MostStanding..];
}
