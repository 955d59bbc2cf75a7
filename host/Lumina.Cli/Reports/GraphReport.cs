namespace Lumina.Cli.Reports;

/// <summary>What <c>graph</c> prints.</summary>
internal sealed record GraphReport(
    string Plan, string Environment, IReadOnlyList<IReadOnlyList<string>> Layers, IReadOnlyList<GraphComponent> Components);

/// <summary>A component in <see cref="GraphReport"/>.</summary>
internal sealed record GraphComponent(string Name, IReadOnlyList<string> DependsOn, string? Image, IReadOnlyList<string> Command, int Replicas);
