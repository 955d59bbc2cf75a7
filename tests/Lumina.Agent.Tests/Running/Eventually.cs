namespace Lumina.Agent.Tests.Running;

/// <summary>Waits for what other processes do. The bound is only there to end a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task Async(Func<Task<bool>> isSo, Func<string> otherwise)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(start) > RunningAgent.Patience)
                Assert.Fail("It did not come to be so: " + otherwise());
            await Task.Delay(Pause);
        }
    }
}

internal static class Cancelled
{
    public static CancellationToken Never => TestContext.Current.CancellationToken;
}
