namespace Lumina.Agent.Supervision;

/// <summary>The time, as it goes on from the agent's start: setting the machine's clock neither hastens nor delays a restart.</summary>
internal sealed class SteadyClock(TimeProvider clock)
{
    private readonly DateTimeOffset _begin = clock.GetUtcNow();
    private readonly long _beginTimestamp = clock.GetTimestamp();

    public DateTimeOffset Now => _begin + clock.GetElapsedTime(_beginTimestamp);

    /// <summary>A moment of this clock as the machine's clock, as it is set now, names it: what others compare with theirs.</summary>
    public DateTimeOffset OnTheWall(DateTimeOffset moment) => clock.GetUtcNow() - (Now - moment);
}
