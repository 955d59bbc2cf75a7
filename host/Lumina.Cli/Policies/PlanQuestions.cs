using System.Collections.Immutable;
using Lumina.Cli.Plans;
using Lumina.Cli.Reports;
using Lumina.Planning.Changes;
using Lumina.Policy;

namespace Lumina.Cli.Policies;

/// <summary>What rules are asked about a plan offline: each environment as it would be deployed where nothing runs.</summary>
/// <param name="Plan">A plan without errors.</param>
/// <param name="Rules">Rules without errors.</param>
/// <param name="Environments">Of the plan, by name.</param>
/// <param name="Now">The time that rules see.</param>
internal sealed record PlanQuestions(LoadedPlan Plan, LoadedRules Rules, ImmutableArray<string> Environments, DateTimeOffset Now)
{
    /// <param name="policy">Who is asked.</param>
    /// <param name="actor">Who would deploy.</param>
    /// <param name="reason">Why; null when nothing was said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PolicyCheckOfPlan> AskAsync(IPolicy policy, string actor, string? reason, CancellationToken cancellationToken)
    {
        var answers = new List<(string Environment, PolicyVerdict Verdict)>();
        foreach (var environment in Environments)
        {
            var plan = Plan.PlanFor(environment);
            var request = new PolicyRequest
            {
                Moment = PolicyMoment.Plan,
                Plan = plan,
                Changes = ChangePlanner.Compare(plan, Plan.File.Folder, []),
                Deployment = new() { Kind = "apply", Actor = actor, Reason = reason },
                Now = Now,
            };
            answers.Add((environment, await policy.DecideAsync(request, ImmutableDictionary<string, string>.Empty, cancellationToken)));
        }

        return PolicyCheckOfPlan.Of(this, answers);
    }
}
