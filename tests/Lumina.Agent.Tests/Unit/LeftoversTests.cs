using Lumina.Agent.Supervision;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Lumina.Agent.Tests.Unit;

public sealed class LeftoversTests
{
    [Fact]
    public async Task A_search_that_fails_is_repeated_after_a_pause_until_it_succeeds()
    {
        var clock = new FakeTimeProvider();
        var searches = 0;
        var leftovers = new Leftovers(
            _ => ++searches <= 2 ? Task.FromException(new IOException("Too many open files")) : Task.CompletedTask, clock, NullLogger.Instance);

        var cleared = leftovers.ClearAsync("web-1-0a1b2c3d", null, () => true);
        Assert.Equal(1, searches);
        clock.Advance(Leftovers.AgainAfter);
        Assert.Equal(2, searches);
        Assert.False(cleared.IsCompleted);
        clock.Advance(Leftovers.AgainAfter);
        await cleared;
        Assert.Equal(3, searches);
    }
}
