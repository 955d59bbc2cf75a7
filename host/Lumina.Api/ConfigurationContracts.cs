namespace Lumina.Api;

// Part of the wire contract:
//
//   GET    /configurations/{environment}/{plan}/{component}              ComponentConfigurations: which configurations a component has had. The newest first.
//   GET    /configurations/{environment}/{plan}/{component}/{number}     one of them: the JSON document of Lumina.Configuration (ConfigurationVersion). No value of a secret is in it.

/// <summary>The configurations that revisions of a component were given, the newest first.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Component">The component.</param>
/// <param name="Configurations">With the highest number first.</param>
public sealed record ComponentConfigurations(string Plan, string Environment, string Component, IReadOnlyList<ComponentConfiguration> Configurations)
{
    /// <summary>The file with older events of the component, on the host's machine: what is told there only is not among these. Null when none were archived.</summary>
    public string? ArchivedIn { get; init; }
}

/// <summary>A configuration.</summary>
/// <param name="Number">From 1 on; the same again has the same number, unless another was between them.</param>
/// <param name="Digest">Of what instances get, wherever it was written.</param>
/// <param name="Document">The digest of the document.</param>
/// <param name="Current">Whether what runs has it.</param>
public sealed record ComponentConfiguration(int Number, string Digest, string Document, bool Current)
{
    /// <summary>Since when it is there; null when that was archived.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The deployment that brought it first; null when that was archived.</summary>
    public string? Deployment { get; init; }

    /// <summary>The revision that had it last; null when that was archived.</summary>
    public int? Revision { get; init; }
}
