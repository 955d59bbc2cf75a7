using Lumina.Api;

namespace Lumina.Cli.Reports;

/// <summary>What <c>validate</c> prints.</summary>
internal sealed record ValidationReport(
    string? Plan, IReadOnlyList<string> Environments, bool Valid, IReadOnlyList<Finding> Diagnostics);
