using Lumina.Language.Plans;

namespace Lumina.Agent.Health;

/// <summary>How a component's instances are checked, defaults filled in.</summary>
/// <param name="Spec">The check and its numbers.</param>
/// <param name="IsAliveOnly">Nothing can be asked: it is well when it stays alive.</param>
internal sealed record HealthCheck(HealthSpec Spec, bool IsAliveOnly)
{
    /// <summary>How long a process without anything to ask has to live to count as healthy.</summary>
    public static readonly TimeSpan AliveFor = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    /// <summary>The pause between checks of an instance that is not healthy yet: its readiness is to be noticed at once.</summary>
    public TimeSpan QuickPause => Spec.Every < Quick ? Spec.Every : Quick;

    public static HealthCheck Of(ComponentSpec? component) => component switch
    {
        { Health: { } spec } => new HealthCheck(spec, false),
        { Port: not null } => new HealthCheck(new HealthSpec { Kind = HealthKind.Tcp }, false),
        _ => new HealthCheck(new HealthSpec { Kind = HealthKind.Command }, true),
    };
}
