using System.Text.Json.Serialization;

namespace Lumina.Deployments.Alarms;

/// <summary>What is heard from outside about a plan in an environment. Names and members are stable: they are on disk.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AlarmRaised), AlarmRaised.Name)]
[JsonDerivedType(typeof(AlarmResolved), AlarmResolved.Name)]
public abstract record AlarmEvent(DateTimeOffset At)
{
    internal abstract string Type { get; }
}

/// <summary>An alarm fires that did not before.</summary>
public sealed record AlarmRaised(StandingAlarm Alarm, DateTimeOffset At) : AlarmEvent(At)
{
    public const string Name = "alarm-raised";

    internal override string Type => Name;
}

/// <summary>An alarm fires no longer.</summary>
/// <param name="Component">As in the alarm.</param>
/// <param name="Alarm">What it is called.</param>
/// <param name="At">When that was heard.</param>
public sealed record AlarmResolved(string? Component, string Alarm, DateTimeOffset At) : AlarmEvent(At)
{
    public const string Name = "alarm-resolved";

    internal override string Type => Name;
}
