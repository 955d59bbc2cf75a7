using Lumina.Deployments.Components;
using Lumina.Deployments.Records;
using Lumina.Deployments.Targets;

namespace Lumina.Deployments.Orchestration;

/// <summary>What people want of single steps: the components decide and record it, the deployment knows which they are.</summary>
internal sealed partial class DeploymentGrain
{
    public Task<ControlAnswer> PromoteAsync(StepCommand command) => StepAsync(command, (component, order) => component.PromoteAsync(order));

    public Task<ControlAnswer> SkipAsync(StepCommand command) => StepAsync(command, (component, order) => component.SkipAsync(order));

    private async Task<ControlAnswer> StepAsync(StepCommand command, Func<IComponentGrain, StepOrder, Task<ControlAnswer>> tell)
    {
        if (Refusal(DeploymentStatus.Running, DeploymentStatus.Paused, DeploymentStatus.RollingBack) is { } refusal)
            return refusal;
        if (FrozenUntil() is { } until)
            return Frozen(until);
        var order = new StepOrder(Id, command.Step, command.Full, command.Actor, command.Comment);
        if (command.Component is { } name)
            return await tell(GrainFactory.GetGrain<IComponentGrain>(Streams.Of(new ComponentKey(State.Intent.Environment, State.Intent.Plan, name))), order);

        ControlAnswer? refused = null;
        var done = false;
        await foreach (var head in journal.ReadHeadsAsync(Streams.ComponentsOf(State.Intent.Environment, State.Intent.Plan)))
        {
            if (DeploymentStreams.ReadComponent(head).Rollout is not { IsOpen: true } rollout || rollout.Deployment != Id)
                continue;
            var answer = await tell(GrainFactory.GetGrain<IComponentGrain>(head.Stream), order);
            done |= answer.Reply == ControlReply.Done;
            if (answer.Reply != ControlReply.Done)
                refused ??= answer with { Reason = $"{Streams.ComponentOf(head.Stream).Component}: {answer.Reason}" };
        }
        return done ? new ControlAnswer(ControlReply.Done, null)
            : refused ?? new ControlAnswer(ControlReply.WrongState, "None of its components is being rolled out now.");
    }
}
