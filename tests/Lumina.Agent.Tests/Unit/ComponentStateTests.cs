using System.Globalization;
using Lumina.Agent.State;
using Lumina.Deployments.Targets;
using Lumina.Targets.Process;

namespace Lumina.Agent.Tests.Unit;

public sealed class ComponentStateTests
{
    private static readonly ComponentKey Key = new("test", "demo", "web");
    private static readonly CommandAnswer Done = new(TargetOutcome.Done, null);

    [Fact]
    public void An_equal_fence_passes_and_a_lower_one_does_not()
    {
        var state = new ComponentState { Component = Key }.Answered(new Operation("a", Key, 7), Done);
        Assert.Null(state.AnswerBefore(new Operation("b", Key, 7)));
        Assert.Null(state.AnswerBefore(new Operation("b", Key, 8)));
        Assert.Equal(TargetOutcome.Fenced, state.AnswerBefore(new Operation("b", Key, 6))?.Outcome);
    }

    [Fact]
    public void A_known_operation_has_its_answer_whatever_its_fence()
    {
        var failed = new CommandAnswer(TargetOutcome.Failed, "because");
        var state = new ComponentState { Component = Key }.Answered(new Operation("a", Key, 1), failed).Answered(new Operation("b", Key, 2), Done);
        Assert.Equal(failed, state.AnswerBefore(new Operation("a", Key, 1)));
    }

    [Fact]
    public void The_newest_operations_are_remembered_and_no_more()
    {
        var state = new ComponentState { Component = Key };
        for (var i = 1; i <= 100; i++)
            state = state.Answered(new Operation(i.ToString(CultureInfo.InvariantCulture), Key, i), Done);
        Assert.Equal(ComponentState.RememberedOperations, state.Operations.Length);
        Assert.Equal("100", state.Operations[^1].Id);
        Assert.Equal(100, state.Fence);
    }
}
