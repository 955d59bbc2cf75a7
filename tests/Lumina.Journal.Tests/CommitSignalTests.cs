using Lumina.Journal.Writing;

namespace Lumina.Journal.Tests;

/// <summary>Who is woken by what was committed.</summary>
public sealed class CommitSignalTests
{
    private readonly CommitSignal _signal = new();

    [Fact]
    public void A_commit_wakes_who_listens_to_its_deployment_or_to_all_and_nobody_else()
    {
        using var all = _signal.Listen(null);
        using var one = _signal.Listen("dep-one");
        using var same = _signal.Listen("dep-one");
        using var other = _signal.Listen("dep-other");
        Task[] waiting = [all.Next, one.Next, same.Next, other.Next];

        _signal.Raise(["dep-one", null, "dep-one"]);

        Assert.Equal([true, true, true, false], waiting.Select(wait => wait.IsCompleted));
        Assert.False(one.Next.IsCompleted);
    }

    [Fact]
    public void A_commit_of_which_nothing_is_known_wakes_everybody()
    {
        using var all = _signal.Listen(null);
        using var one = _signal.Listen("dep-one");
        Task[] waiting = [all.Next, one.Next];

        _signal.Raise();

        Assert.All(waiting, wait => Assert.True(wait.IsCompleted));
    }

    [Fact]
    public void Who_has_left_is_not_woken_and_those_who_stay_are()
    {
        using var stays = _signal.Listen("dep-one");
        var left = _signal.Listen("dep-one");
        left.Dispose();
        Task[] waiting = [stays.Next, left.Next];

        _signal.Raise(["dep-one"]);

        Assert.Equal([true, false], waiting.Select(wait => wait.IsCompleted));
    }
}
