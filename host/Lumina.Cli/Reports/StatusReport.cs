using System.Text.Json.Serialization;
using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>What <c>status</c> prints.</summary>
internal sealed record StatusReport(string Plan, string Environment, string? Deployment, IReadOnlyList<ComponentStateReport> Components)
{
    public static StatusReport Of(PlanStatus status) => new(
        status.Plan, status.Environment, status.Deployment,
        [.. status.Components.Select(component => new ComponentStateReport(
            component.Name, component.State, component.Revision, component.Version, component.Image, component.Healthy, component.Desired,
            component.Restarts, component.Endpoint, component.Traffic, component.Since)
        { Configuration = component.Configuration })]);
}

/// <summary>A component in <see cref="StatusReport"/>.</summary>
internal sealed record ComponentStateReport(
    string Name, string State, int? Revision, string? Version, string? Image, int Healthy, int Desired, int Restarts, string? Endpoint,
    IReadOnlyList<TrafficShare> Traffic, DateTimeOffset? Since)
{
    /// <summary>What its instances got; not there for one that is not configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfigurationStatus? Configuration { get; init; }
}
