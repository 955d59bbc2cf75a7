using System.Text.Json.Serialization;
using Lumina.Api;
using Lumina.Cli.SavedPlans;

namespace Lumina.Cli.Reports;

/// <summary>A finished deployment: what <c>up</c>, <c>apply</c>, <c>down</c>, <c>rollback</c> and <c>watch ID</c> print.</summary>
/// <param name="Deployment">Its id; null when none was started.</param>
/// <param name="Outcome"><c>succeeded, rolled-back, failed, refused, cancelled, superseded, rejected, expired</c>.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Components">Component by component.</param>
/// <param name="Diagnostics">Findings in the plan.</param>
/// <param name="Decisions">Policy's decisions.</param>
internal sealed record DeploymentReport(
    string? Deployment, string Outcome, double Seconds, IReadOnlyList<ComponentReport> Components,
    IReadOnlyList<Finding> Diagnostics, IReadOnlyList<PolicyDecision> Decisions)
{
    /// <summary>What runs otherwise than when a plan was saved, so that it was refused; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MovedComponent>? Moved { get; init; }

    public static DeploymentReport Of(DeploymentDetail detail, IReadOnlyList<Finding> findings) => new(
        detail.Summary.Id, detail.Summary.State, Math.Round(detail.Summary.Seconds, 3),
        [.. detail.Components.Select(component => new ComponentReport(
            component.Name, component.Action, component.Outcome ?? "skipped", Math.Round(component.Seconds, 3), component.Reason))],
        findings, [.. (detail.Checks ?? []).SelectMany(check => check.Decisions)]);

    /// <summary>A plan that has errors: nothing was started.</summary>
    public static DeploymentReport Refused(IReadOnlyList<Finding> findings) => new(null, "refused", 0, [], findings, []);

    /// <summary>Everything is as it should be, so nothing was started.</summary>
    public static DeploymentReport NothingToDo(Preview preview) => new(
        null, "succeeded", 0,
        [.. preview.Changes.Select(change => new ComponentReport(change.Component, change.Action, "unchanged", 0, null))],
        preview.Diagnostics, preview.Decisions ?? []);
}

/// <param name="Name">The component.</param>
/// <param name="Action"><c>unchanged, create, update, restart, remove</c>.</param>
/// <param name="Outcome"><c>live, unchanged, removed, restored, failed, skipped</c>.</param>
/// <param name="Seconds">How long its rollout took.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record ComponentReport(string Name, string Action, string Outcome, double Seconds, string? Reason);
