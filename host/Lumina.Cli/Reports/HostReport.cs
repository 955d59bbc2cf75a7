namespace Lumina.Cli.Reports;

/// <summary>What <c>host start|stop|status</c> print.</summary>
internal sealed record HostReport(bool Running, bool Ready, string? Url, int? ProcessId, string? Version, bool OnDemand, string State);
