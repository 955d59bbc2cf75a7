using CsCheck;
using Lumina.Deployments.Orchestration;
using Lumina.Planning.Changes;
using Lumina.Planning.Graph;

namespace Lumina.Deployments.Tests.Orchestration;

/// <summary>A newer deployment takes back what is under way, and nothing else.</summary>
public sealed class OvertakenBoardTests
{
    [Fact]
    public void What_is_live_stays_what_is_under_way_goes_back_and_what_was_not_begun_is_left_out()
    {
        var board = Board(("a", []), ("b", ["a"]), ("c", ["b"]), ("aside", []));
        board.TryTake(out _);
        board.TryTake(out _);
        board.Finish(0, NodeState.Done);
        Assert.True(board.TryTake(out var under));
        Assert.Equal(1, under);

        board.TurnBack([], underway: true);

        Assert.Equal([NodeState.Done, NodeState.ToRestore, NodeState.Skipped, NodeState.ToRestore], States(board));
        Assert.True(board.TryTake(out var first));
        Assert.True(board.TryTake(out var second));
        Assert.Equal([1, 3], new[] { first, second });
        Assert.True(board.Finish(1, NodeState.Restored));
        Assert.False(board.IsFinished);
        Assert.True(board.Finish(3, NodeState.Restored));
        Assert.True(board.IsFinished);
    }

    [Fact]
    public void A_component_that_has_failed_and_was_not_taken_back_yet_goes_back()
    {
        var board = Board(("a", []), ("b", []));
        board.TryTake(out _);
        board.TryTake(out _);
        board.Finish(0, NodeState.Failed);
        board.Finish(1, NodeState.Done);

        board.TurnBack([], underway: true);

        Assert.Equal([NodeState.ToRestore, NodeState.Done], States(board));
    }

    [Fact]
    public void One_that_had_come_to_its_end_before_it_was_told_stays_and_twice_is_once()
    {
        var board = Board(("a", []), ("b", ["a"]));
        board.TryTake(out _);
        board.TurnBack([], underway: true);
        board.TryTake(out var node);

        Assert.True(board.Keep(node));
        Assert.False(board.Keep(node));
        Assert.False(board.Finish(node, NodeState.Restored));

        Assert.Equal([NodeState.Done, NodeState.Skipped], States(board));
        Assert.True(board.IsFinished);
    }

    [Fact]
    public void Nothing_is_under_way_nothing_goes_back()
    {
        var board = Board(("a", []), ("b", ["a"]));
        board.TryTake(out _);
        board.Finish(0, NodeState.Done);

        board.TurnBack([], underway: true);

        Assert.True(board.IsFinished);
        Assert.Equal([NodeState.Done, NodeState.Skipped], States(board));
    }

    [Fact]
    public void After_a_crash_what_is_live_still_stays()
    {
        var changes = Set(("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["c"]));
        var board = new ExecutionBoard(
            changes, ChangeGraph.Of(changes), [NodeState.Done, NodeState.ToRestore, NodeState.Active, NodeState.Waiting], null, underway: true);

        Assert.Equal([NodeState.Done, NodeState.ToRestore, NodeState.ToRestore, NodeState.Skipped], States(board));
    }

    [Fact]
    public void Whoever_cancels_it_then_takes_back_what_is_live_too()
    {
        var board = Board(("a", []), ("b", ["a"]));
        board.TryTake(out _);
        board.Finish(0, NodeState.Done);
        board.TryTake(out _);
        board.TurnBack([], underway: true);
        board.TryTake(out var under);
        Assert.Equal(1, under);

        board.TurnBack();

        Assert.False(board.TryTake(out _));
        board.Finish(1, NodeState.Restored);
        Assert.True(board.TryTake(out var live));
        Assert.Equal(0, live);
    }

    [Fact]
    public void Beside_a_narrow_rollback_what_is_at_a_gate_goes_back_as_well()
    {
        var changes = Set(("failed", []), ("gate", []), ("live", []));
        changes = changes with
        {
            Changes = [.. changes.Changes.Select(c => c with
            {
                Desired = new Language.Plans.ComponentSpec
                {
                    Name = c.Component,
                    Target = new Language.Plans.TargetSpec { Kind = "simulated" },
                    Rollback = new Language.Plans.RollbackSpec { Scope = Language.Plans.RollbackScope.Component },
                },
            })],
        };
        var board = new ExecutionBoard(changes, ChangeGraph.Of(changes));
        for (var node = 0; node < 3; node++)
            board.TryTake(out _);
        board.Finish(2, NodeState.Done);
        board.Finish(0, NodeState.Failed);
        board.TurnBack([0]);
        Assert.Equal([NodeState.ToRestore, NodeState.Active, NodeState.Done], States(board));

        board.TurnBack([0], underway: true);

        Assert.Equal([NodeState.ToRestore, NodeState.ToRestore, NodeState.Done], States(board));
    }

    [Fact]
    public void Wherever_it_is_overtaken_each_component_ends_as_it_was_or_as_it_was_to_become()
    {
        var cases =
            from size in Gen.Int[1, 20]
            from seed in Gen.Int
            select (size, seed);

        cases.Sample(c =>
        {
            var random = new Random(c.seed);
            var changes = Set([.. Enumerable.Range(0, c.size).Select(i =>
                ($"c{i:00}", Enumerable.Range(0, i).Where(_ => random.Next(4) == 0).Select(d => $"c{d:00}").ToArray()))]);
            var board = new ExecutionBoard(changes, ChangeGraph.Of(changes));
            var active = new List<int>();
            for (var step = random.Next(3 * c.size); step > 0 && !board.IsFinished; step--)
            {
                if (random.Next(2) == 0 && board.TryTake(out var begun))
                    active.Add(begun);
                else if (active.Count > 0)
                    Finish(random.Next(active.Count), NodeState.Done);
            }
            var live = board.In(NodeState.Done).ToArray();

            board.TurnBack([], underway: true);

            var taken = new List<int>();
            while (board.TryTake(out var back))
                taken.Add(back);
            Assert.Equal(active.Order(), taken.Order());
            foreach (var node in taken)
                Assert.True(random.Next(3) == 0 ? board.Keep(node) : board.Finish(node, NodeState.Restored));
            Assert.True(board.IsFinished);
            Assert.All(live, node => Assert.Equal(NodeState.Done, board.StateOf(node)));
            Assert.All(States(board), state => Assert.True(state is NodeState.Done or NodeState.Restored or NodeState.Skipped));

            void Finish(int index, NodeState outcome)
            {
                board.Finish(active[index], outcome);
                active.RemoveAt(index);
            }
        }, iter: 5_000);
    }

    private static NodeState[] States(ExecutionBoard board) => [.. Enumerable.Range(0, Enum.GetValues<NodeState>().Sum(s => board.In(s).Count())).Select(board.StateOf)];

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
}
