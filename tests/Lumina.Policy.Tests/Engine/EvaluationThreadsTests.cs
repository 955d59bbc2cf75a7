using Lumina.Policy.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Policy.Tests.Engine;

public sealed class EvaluationThreadsTests
{
    [Fact]
    public async Task One_that_hangs_holds_up_nobody_and_too_many_are_not_begun()
    {
        var time = new FakeTimeProvider();
        var threads = new EvaluationThreads(time, most: 2);
        using var gate = new ManualResetEventSlim();
        var cancellation = TestContext.Current.CancellationToken;
        var hanging = new[] { Hang(), Hang() };
        time.Advance(TimeSpan.FromSeconds(1));
        foreach (var one in hanging)
            Assert.Equal("it has not come back within 1 s", (await Assert.ThrowsAsync<TimeoutException>(() => one)).Message);

        var waiting = threads.RunAsync(() => 1, TimeSpan.FromSeconds(1), cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        var refused = await Assert.ThrowsAsync<TimeoutException>(() => waiting);

        Assert.Equal("2 other evaluations are at work, or hang", refused.Message);
        var next = threads.RunAsync(() => 3, TimeSpan.FromSeconds(1), cancellation);
        Assert.False(next.IsCompleted);
        gate.Set();
        Assert.Equal(3, await next);
        SpinWait.SpinUntil(() => threads.Running == 0);
        Assert.Equal(1, await threads.RunAsync(() => 1, TimeSpan.FromSeconds(1), cancellation));

        Task<int> Hang() => threads.RunAsync(
            () =>
            {
                gate.Wait(cancellation);
                return 0;
            },
            TimeSpan.FromSeconds(1), cancellation);
    }

    [Fact]
    public async Task What_goes_wrong_on_the_thread_goes_on_to_who_waits() => Assert.Equal("bug", (await Assert.ThrowsAsync<InvalidOperationException>(() =>
        new EvaluationThreads(TimeProvider.System).RunAsync<int>(() => throw new InvalidOperationException("bug"), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken))).Message);
}
