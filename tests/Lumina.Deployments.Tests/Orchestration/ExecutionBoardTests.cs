using CsCheck;
using Lumina.Deployments.Orchestration;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Tests.Orchestration;

public sealed class ExecutionBoardTests
{
    [Fact]
    public void Nothing_begins_before_what_it_depends_on_is_done()
    {
        var board = Board(("a", []), ("b", ["a"]), ("c", ["a"]));

        Assert.True(board.TryTake(out var first));
        Assert.Equal(0, first);
        Assert.False(board.TryTake(out _));
        Assert.True(board.Finish(0, NodeState.Done));
        Assert.True(board.TryTake(out var second));
        Assert.True(board.TryTake(out var third));
        Assert.Equal([1, 2], new[] { second, third }.Order());
    }

    [Fact]
    public void A_report_that_comes_twice_counts_once()
    {
        var board = Board(("a", []));
        board.TryTake(out var node);

        Assert.True(board.Finish(node, NodeState.Done));
        Assert.False(board.Finish(node, NodeState.Done));
        Assert.True(board.IsFinished);
    }

    [Fact]
    public void What_depends_on_a_failure_is_never_begun()
    {
        var board = Board(("a", []), ("b", ["a"]));
        board.TryTake(out var node);
        board.Finish(node, NodeState.Failed);

        Assert.False(board.TryTake(out _));
        Assert.True(board.IsFinished);
    }

    [Fact]
    public void Turning_back_goes_over_what_was_touched_in_reverse()
    {
        var board = Board(("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["c"]));
        foreach (var outcome in new[] { NodeState.Done, NodeState.Done, NodeState.Failed })
        {
            board.TryTake(out var node);
            board.Finish(node, outcome);
        }

        board.TurnBack();

        var order = new List<int>();
        while (board.TryTake(out var node))
        {
            order.Add(node);
            board.Finish(node, node == 1 ? NodeState.RestoreFailed : NodeState.Restored);
        }
        Assert.Equal([2, 1, 0], order);
        Assert.Equal(NodeState.Skipped, board.StateOf(3));
        Assert.True(board.IsFinished);
    }

    [Fact]
    public void After_a_crash_those_under_way_are_known_and_count_as_active()
    {
        var changes = Set(("a", []), ("b", ["a"]), ("c", ["b"]));
        var board = new ExecutionBoard(changes, ChangeGraph.Of(changes), [NodeState.Done, NodeState.Active, NodeState.Waiting]);

        Assert.Equal([1], board.Interrupted);
        Assert.Equal(1, board.Active);
        Assert.False(board.TryTake(out _));
        Assert.True(board.Finish(1, NodeState.Done));
        Assert.True(board.TryTake(out var next));
        Assert.Equal(2, next);
    }

    [Fact]
    public void Whatever_fails_and_wherever_it_crashes_the_order_holds_both_ways()
    {
        var cases =
            from size in Gen.Int[1, 25]
            from seed in Gen.Int
            select (size, seed);

        cases.Sample(c =>
        {
            var random = new Random(c.seed);
            var changes = RandomSet(c.size, random);
            var graph = ChangeGraph.Of(changes);
            var board = new ExecutionBoard(changes, graph);
            var active = new List<int>();
            var finished = new HashSet<int>();
            while (true)
            {
                while (random.Next(3) > 0 && board.TryTake(out var node))
                {
                    var before = board.IsTurned ? graph.DependentsOf(node) : graph.DependenciesOf(node);
                    Assert.All(before, b => Assert.True(finished.Contains(b)
                        || (board.IsTurned && board.StateOf(b) is NodeState.Skipped)));
                    active.Add(node);
                }
                if (active.Count > 0)
                {
                    var node = active[random.Next(active.Count)];
                    active.Remove(node);
                    if (board.IsTurned)
                    {
                        Assert.True(board.Finish(node, random.Next(10) == 0 ? NodeState.RestoreFailed : NodeState.Restored));
                        finished.Add(node);
                    }
                    else if (random.Next(12) == 0)
                    {
                        Assert.True(board.Finish(node, NodeState.Failed));
                        board.TurnBack();
                        active.Clear();
                        finished.Clear();
                    }
                    else
                    {
                        Assert.True(board.Finish(node, NodeState.Done));
                        finished.Add(node);
                    }
                }
                else if (board.IsFinished)
                {
                    break;
                }
            }
            Assert.Empty(board.In(NodeState.ToRestore));
            Assert.Empty(board.In(NodeState.Active));
        }, iter: 5_000);
    }

    private static ExecutionBoard Board(params (string Name, string[] After)[] components)
    {
        var set = Set(components);
        return new ExecutionBoard(set, ChangeGraph.Of(set));
    }

    private static ChangeSet Set(params (string Name, string[] After)[] components) => new()
    {
        Plan = "p",
        Environment = "e",
        Changes = [.. components.Select(c => new ComponentChange { Component = c.Name, Action = ChangeAction.Update, After = [.. c.After] })],
    };

    private static ChangeSet RandomSet(int size, Random random) => Set([.. Enumerable.Range(0, size).Select(i =>
        ($"c{i:00}", Enumerable.Range(0, i).Where(_ => random.Next(4) == 0).Select(d => $"c{d:00}").ToArray()))]);
}
