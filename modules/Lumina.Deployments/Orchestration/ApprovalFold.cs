using Lumina.Deployments.Deciding;

namespace Lumina.Deployments.Orchestration;

/// <summary>The part of the fold that is about policy and people.</summary>
internal static class ApprovalFold
{
    public static DeploymentState Apply(DeploymentState state, DeploymentRecord happened) => happened switch
    {
        PolicyDecided e => state with { PolicyVersions = e.Check.Versions },
        ApprovalWanted e => state with
        {
            Status = DeploymentStatus.AwaitingApproval,
            ChangeDigest = e.ChangeDigest,
            Changed = e.Changed,
            FrozenUntil = null,
            Approval = ApprovalWait.Next(state.Approval, e.ChangeDigest, e.Asker, e.Needs, e.At, e.Until),
        },
        ApprovalGiven e => state with
        {
            Status = e.Complete ? DeploymentStatus.Queued : state.Status,
            Approval = state.Approval?.With(new Agreement(e.Actor, e.Comment, e.As, e.At), e.Complete),
        },
        ApprovalRejected => state,
        _ => throw new NotSupportedException($"A newer program wrote '{happened.Type}'; this one does not know it."),
    };
}
