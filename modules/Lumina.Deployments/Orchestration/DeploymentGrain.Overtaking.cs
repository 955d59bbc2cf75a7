using Lumina.Language.Plans;

namespace Lumina.Deployments.Orchestration;

/// <summary>What a newer deployment does to this one. It comes again until this one has ended, so it may get lost, and twice is once.</summary>
internal sealed partial class DeploymentGrain
{
    public async Task SupersedeAsync(string by)
    {
        // What a person wants taken back or away is never overtaken: the newer one waits until it is done.
        if (!IsOpen || State.Intent.Kind != DeploymentKind.Apply)
            return;
        var recorded = await RecordAsync(state => state.Status switch
        {
            DeploymentStatus.Queued or DeploymentStatus.AwaitingApproval =>
                [new DeploymentSuperseded(by, Now), new DeploymentEnded(DeploymentStatus.Superseded, $"Overtaken by {by} before its turn; nothing was touched.", Now)],
            DeploymentStatus.Running or DeploymentStatus.Paused => [new DeploymentSuperseded(by, Now)],
            // One that takes all of it back comes to its end by itself; beside a part of it, something may be waiting at a gate.
            DeploymentStatus.RollingBack when state.TakesBackAPart && state.SupersededBy is null => [new DeploymentSuperseded(by, Now)],
            _ => [],
        });
        if (recorded)
            Watch();
    }

    /// <summary>Asks whether it is its turn. One that overtakes has those before it told so, every time: the word may have been lost.</summary>
    private async Task AskForTurnAsync()
    {
        // One that has waited for people stands behind newer ones, and those it must not overtake.
        var choice = State is { OnConflict: OnConflict.Supersede, Approval: null } ? OnConflict.Supersede : OnConflict.Queue;
        if ((await Door.EnterAsync(Id, choice)).Reply == Environments.EnterReply.Granted)
            await GrantedAsync();
    }
}
