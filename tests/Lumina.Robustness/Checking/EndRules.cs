using Lumina.Deployments.Orchestration;
using Lumina.Robustness.Load;

namespace Lumina.Robustness.Checking;

/// <summary>How deployments end.</summary>
internal static class EndRules
{
    /// <summary>Whoever was told that it was accepted; and nobody can tell for which others the answer was lost.</summary>
    public static IEnumerable<string> EveryAcceptedDeploymentEndsOnce(History history)
    {
        foreach (var deployment in history.Deployments.GroupBy(d => d.Deployment))
        {
            var ends = deployment.Where(d => d.Event is DeploymentEnded).ToArray();
            if (ends.Length != 1)
                yield return $"{deployment.Key} has ended {ends.Length} times";
            else if (deployment.Max(d => d.Position) > ends[0].Position)
                yield return $"{deployment.Key} went on after its end";
            if (deployment.Count(d => d.Event is DeploymentPlanned) != 1)
                yield return $"{deployment.Key} was accepted {deployment.Count(d => d.Event is DeploymentPlanned)} times";
        }
    }

    /// <summary>No fault of hosts, database, network or clock is a reason for a good version to be taken back, or for a bad one to stay.</summary>
    public static IEnumerable<string> DeploymentsEndAsTheyShould(History history)
    {
        var ends = history.Deployments.Where(d => d.Event is DeploymentEnded).ToLookup(d => d.Deployment, d => (DeploymentEnded)d.Event);
        foreach (var accepted in history.Accepted)
        {
            foreach (var end in ends[accepted.Deployment])
            {
                var isFine = end.Status switch
                {
                    DeploymentStatus.Succeeded => accepted.Wish != Wish.Bad && !accepted.CancelAccepted,
                    DeploymentStatus.RolledBack => accepted.Wish == Wish.Bad && !accepted.CancelAccepted,
                    DeploymentStatus.Cancelled => accepted.CancelTried,
                    // What it would have gone back to, or from, has changed before its turn.
                    DeploymentStatus.Refused => accepted.Wish == Wish.Back,
                    _ => false,
                };
                if (!isFine)
                    yield return $"{accepted.Deployment} ({accepted.Wish}{(accepted.CancelAccepted ? ", cancelled" : "")}) ended {end.Status}: {end.Reason}";
            }
        }
    }
}
