using Lumina.Api;
using Lumina.Deployments.Deciding;
using Lumina.Deployments.Orchestration;
using Lumina.Host.Views;
using Lumina.Language.Origins;
using Lumina.Policy;

namespace Lumina.Host.Api;

/// <summary>What only somebody who looks at a preview wants to know: where each new value comes from, and how long it will take.</summary>
internal sealed class PreviewParticulars(RolloutDurations durations, PolicyQuestions questions, RecentVerdicts recent)
{
    public async Task<Preview> AddAsync(SubmittedPlan looked, PlanSubmission submission, CancellationToken cancellationToken)
    {
        var preview = looked.Preview;
        if (looked is not { Intent: { } intent, Planned: { Changes: { } changes } planned })
            return preview;
        return preview with
        {
            Changes = [.. preview.Changes.Select(change => change.Values.Count == 0
                ? change
                : WithOrigins(change, looked.Compilation.OriginsOf(intent.Environment, change.Component)))],
            Expected = await durations.ExpectAsync(changes, cancellationToken),
            Decisions = await DecideAsync(intent, planned, submission, cancellationToken),
        };
    }

    /// <summary>What policy would say if it were begun now; null when there is nobody to ask.</summary>
    private async Task<IReadOnlyList<PolicyDecision>?> DecideAsync(
        DeploymentIntent intent, PlannedChanges planned, PlanSubmission submission, CancellationToken cancellationToken)
    {
        if (!questions.Concern(intent))
            return null;
        var facts = new DeploymentFacts { Kind = Wording.Of(intent.Kind), Actor = submission.Actor ?? "", Reason = submission.Reason };
        var verdict = await questions.AskAsync(PolicyMoment.Plan, intent, planned, facts, new Dictionary<string, string>(), cancellationToken);
        recent.Remember(verdict);
        return [.. verdict.Decisions.Select(DecisionReports.Of)];
    }

    private static PreviewedChange WithOrigins(PreviewedChange change, ComponentOrigins origins) => change.Action == "remove"
        ? change
        : change with { Values = [.. change.Values.Select(value => WithOrigin(value, origins))] };

    // The folder and the number of instances that are there are found, not written.
    private static PreviewedValue WithOrigin(PreviewedValue value, ComponentOrigins origins) => value switch
    {
        { After: null } or { Path: "directory" } => value,
        // Not what the plan says has changed.
        { Path: "configuration" or "credentials" } => value,
        { Path: "instances" } => value with { Origin = Of(origins.Of("replicas")) },
        _ => value with { Origin = Of(origins.Of(value.Path)) },
    };

    private static ValueOrigin Of(Origin origin) => new(
        origin.Location?.File, origin.Location?.Line ?? 0, origin.Environment, origin.Template,
        [.. origin.Params.Select(use => new ParamOrigin(use.Name, use.Source))]);
}
