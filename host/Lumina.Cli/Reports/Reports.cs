using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>A finished deployment: what <c>up</c>, <c>apply</c>, <c>down</c>, <c>rollback</c> and <c>watch ID</c> print.</summary>
/// <param name="Deployment">Its id; null when none was started.</param>
/// <param name="Outcome"><c>succeeded, rolled-back, failed, refused, cancelled</c>.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Components">Component by component.</param>
/// <param name="Diagnostics">Findings in the plan.</param>
/// <param name="Decisions">Policy's decisions.</param>
internal sealed record DeploymentReport(
    string? Deployment, string Outcome, double Seconds, IReadOnlyList<ComponentReport> Components,
    IReadOnlyList<DiagnosticEntry> Diagnostics, IReadOnlyList<string> Decisions)
{
    public static DeploymentReport Of(DeploymentDetail detail) => new(
        detail.Summary.Id, detail.Summary.State, Math.Round(detail.Summary.Seconds, 3),
        [.. detail.Components.Select(component => new ComponentReport(
            component.Name, component.Action, component.Outcome ?? "skipped", Math.Round(component.Seconds, 3), component.Reason))],
        [], []);

    /// <summary>A plan that has errors: nothing was started.</summary>
    public static DeploymentReport Refused(IReadOnlyList<DiagnosticEntry> diagnostics) => new(null, "refused", 0, [], diagnostics, []);

    /// <summary>Everything is as it should be, so nothing was started.</summary>
    public static DeploymentReport NothingToDo(Preview preview) => new(
        null, "succeeded", 0,
        [.. preview.Changes.Select(change => new ComponentReport(change.Component, change.Action, "unchanged", 0, null))],
        preview.Diagnostics, []);
}

/// <param name="Name">The component.</param>
/// <param name="Action"><c>unchanged, create, update, restart, remove</c>.</param>
/// <param name="Outcome"><c>live, unchanged, removed, restored, failed, skipped</c>.</param>
/// <param name="Seconds">How long its rollout took.</param>
/// <param name="Reason">Why it failed.</param>
internal sealed record ComponentReport(string Name, string Action, string Outcome, double Seconds, string? Reason);

/// <summary>What <c>status</c> prints.</summary>
internal sealed record StatusReport(string Plan, string Environment, string? Deployment, IReadOnlyList<ComponentStateReport> Components)
{
    public static StatusReport Of(PlanStatus status) => new(
        status.Plan, status.Environment, status.Deployment,
        [.. status.Components.Select(component => new ComponentStateReport(
            component.Name, component.State, component.Revision, component.Version, component.Image, component.Healthy, component.Desired,
            component.Restarts, component.Endpoint, component.Traffic, component.Since))]);
}

/// <summary>A component in <see cref="StatusReport"/>.</summary>
internal sealed record ComponentStateReport(
    string Name, string State, int? Revision, string? Version, string? Image, int Healthy, int Desired, int Restarts, string? Endpoint,
    IReadOnlyList<TrafficShare> Traffic, DateTimeOffset? Since);

/// <summary>What <c>validate</c> prints.</summary>
internal sealed record ValidationReport(string? Plan, IReadOnlyList<string> Environments, bool Valid, IReadOnlyList<DiagnosticEntry> Diagnostics);

/// <summary>What <c>graph</c> prints.</summary>
internal sealed record GraphReport(
    string Plan, string Environment, IReadOnlyList<IReadOnlyList<string>> Layers, IReadOnlyList<GraphComponent> Components);

/// <summary>A component in <see cref="GraphReport"/>.</summary>
internal sealed record GraphComponent(string Name, IReadOnlyList<string> DependsOn);

/// <summary>What <c>host start|stop|status</c> print.</summary>
internal sealed record HostReport(bool Running, bool Ready, string? Url, int? ProcessId, string? Version, bool OnDemand, string State);

/// <summary>What <c>doctor</c> prints.</summary>
internal sealed record DoctorReport(bool Healthy, IReadOnlyList<DoctorCheck> Checks);

/// <param name="Name">What was looked at.</param>
/// <param name="Ok">Whether it works.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record DoctorCheck(string Name, bool Ok, string Message, string? Remedy = null);
