namespace Lumina.Agent.Supervision;

/// <summary>How long an instance waits before it is started again: 0.2 s, doubling to 30 s, from the start again after a healthy minute.</summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forgiven = TimeSpan.FromSeconds(60);

    private TimeSpan _next = First;

    /// <summary>The next pause.</summary>
    /// <param name="healthyFor">How long the instance had been healthy when it ended; zero when it was not.</param>
    public TimeSpan Next(TimeSpan healthyFor)
    {
        if (healthyFor >= Forgiven)
            Reset();
        var pause = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    public void Reset() => _next = First;
}
