using System.Text.Json.Serialization;
using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>What <c>host start|stop|status</c> print.</summary>
internal sealed record HostReport(bool Running, bool Ready, string? Url, int? ProcessId, string? Version, bool OnDemand, string State)
{
    /// <summary>The hosts of its cluster, itself among them; not there when it was not asked, or does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SiloInfo>? Silos { get; init; }

    /// <summary>Who decides there what may be deployed; not there when it was not asked, does not tell, or nobody does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PolicyEngineStatus>? Policy { get; init; }
}
