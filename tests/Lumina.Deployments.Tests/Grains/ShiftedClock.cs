namespace Lumina.Deployments.Tests.Grains;

/// <summary>A clock that goes as the machine's does, and jumps ahead when it is told to.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    public void JumpTo(DateTimeOffset moment)
    {
        var now = System.GetUtcNow();
        Assert.True(moment > GetUtcNow());
        Interlocked.Exchange(ref _shift, (moment - now).Ticks);
    }
}
