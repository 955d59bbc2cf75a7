using Lumina.Deployments.Orchestration;
using Lumina.Language.Plans;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Tests.Orchestration;

public sealed class RollbackReachTests
{
    private static readonly TargetSpec Target = new() { Kind = "simulated" };

    [Fact]
    public void All_reaches_everything() => Assert.Null(RollbackReach.Of([1], Set(("a", RollbackScope.All, []), ("b", RollbackScope.All, ["a"]))));

    [Fact]
    public void A_component_reaches_itself() =>
        Assert.Equal([0], RollbackReach.Of([0], Set(("a", RollbackScope.Component, []), ("b", RollbackScope.All, ["a"])))!);

    [Fact]
    public void Dependents_are_reached_through_what_does_not_change()
    {
        var set = Set(("a", RollbackScope.Dependents, []), ("b", RollbackScope.All, ["a"]), ("c", RollbackScope.All, ["b"]), ("d", RollbackScope.All, []));
        set = set with { Changes = set.Changes.SetItem(1, set.Changes[1] with { Action = ChangeAction.Unchanged }) };

        Assert.Equal([0, 1, 2], RollbackReach.Of([0], set)!.Order());
    }

    [Fact]
    public void Of_several_the_widest_counts() =>
        Assert.Null(RollbackReach.Of([0, 1], Set(("a", RollbackScope.Component, []), ("b", RollbackScope.All, []))));

    [Fact]
    public void What_is_out_of_reach_goes_on_to_its_end()
    {
        var changes = Set(("a", RollbackScope.Component, []), ("b", RollbackScope.Component, []), ("c", RollbackScope.All, ["b"]));
        var board = new ExecutionBoard(changes, ChangeGraph.Of(changes));
        board.TryTake(out _);
        board.TryTake(out _);
        board.Finish(0, NodeState.Failed);

        board.TurnBack([0]);

        Assert.True(board.TryTake(out var back));
        Assert.Equal((0, false), (back, board.TryTake(out _)));
        Assert.True(board.Finish(1, NodeState.Done));
        Assert.False(board.IsFinished);
        Assert.False(board.Finish(0, NodeState.Done));
        Assert.True(board.Finish(0, NodeState.Restored));
        Assert.True(board.IsFinished);
        Assert.Equal([NodeState.Restored, NodeState.Done, NodeState.Skipped], new[] { 0, 1, 2 }.Select(board.StateOf));
    }

    [Fact]
    public void A_second_failure_widens_what_is_taken_back_and_leaves_alone_what_is_under_way_already()
    {
        var changes = Set(("a", RollbackScope.Component, []), ("b", RollbackScope.Component, []), ("c", RollbackScope.Component, []));
        var board = new ExecutionBoard(changes, ChangeGraph.Of(changes));
        for (var node = 0; node < 3; node++)
            board.TryTake(out _);
        board.Finish(0, NodeState.Failed);
        board.TurnBack([0]);
        Assert.True(board.TryTake(out _));
        board.Finish(1, NodeState.Failed);

        board.TurnBack([0, 1]);

        Assert.True(board.TryTake(out var second));
        Assert.Equal((1, NodeState.Restoring, NodeState.Active), (second, board.StateOf(0), board.StateOf(2)));
        Assert.Equal(3, board.Active);
        board.TurnBack();
        Assert.True(board.TryTake(out var third));
        Assert.Equal(2, third);
        foreach (var node in new[] { 0, 1, 2 })
            Assert.True(board.Finish(node, NodeState.Restored));
        Assert.True(board.IsFinished);
    }

    private static ChangeSet Set(params (string Name, RollbackScope Scope, string[] After)[] components) => new()
    {
        Plan = "p",
        Environment = "e",
        Changes = [.. components.Select(c => new ComponentChange
        {
            Component = c.Name,
            Action = ChangeAction.Create,
            Desired = new ComponentSpec { Name = c.Name, Target = Target, DependsOn = [.. c.After], Rollback = new RollbackSpec { Scope = c.Scope } },
            Directory = "/",
            After = [.. c.After],
        })],
    };
}
