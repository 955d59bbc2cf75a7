using Lumina.Deployments.Orchestration;

namespace Lumina.Deployments.Deciding;

/// <summary>What a deployment does when its turn has come and policy has answered: begin, wait for people, or nothing at all. Functions, nothing else.</summary>
internal static class Opening
{
    /// <param name="state">The deployment as it is; one that was just asked for has nothing but its name.</param>
    /// <param name="asker">Who asked for it.</param>
    /// <param name="digest">What it would do now.</param>
    /// <param name="changed">How many components that changes.</param>
    /// <param name="answer">What policy says; null when nobody was asked.</param>
    /// <param name="groups">Who is in which group.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<DeploymentRecord> Of(
        DeploymentState state, string asker, string digest, int changed, PolicyAnswer? answer, IApproverGroups groups, DateTimeOffset now)
    {
        if (answer is null)
            return [new DeploymentStarted(digest, changed, now)];
        var decided = new PolicyDecided(answer.Check, now);
        if (answer.Verdict.IsDenied)
            return [decided, new DeploymentEnded(DeploymentStatus.Refused, Refusals.Text(answer.Verdict, "Refused by policy."), now)];
        var (needs, within) = Approvals.Of(answer.Verdict);
        var given = state.Approval is { } wait && wait.For == digest ? wait.By : [];
        return Approvals.AreMet(needs, given, asker, groups)
            ? [decided, new DeploymentStarted(digest, changed, now)]
            : [decided, new ApprovalWanted(digest, changed, asker, needs, now + within, Void(state.Approval, digest), now)];
    }

    /// <summary>Whose agreement does not count any more.</summary>
    private static string? Void(ApprovalWait? before, string digest) => before is null || before.For == digest || before.Given.Count == 0 ? null
        : $"What would change is not what {string.Join(", ", before.By)} agreed to: that counts no longer.";
}
