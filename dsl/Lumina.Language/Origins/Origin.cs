using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Origins;

/// <summary>Where a value of a component comes from.</summary>
/// <param name="Location">Where it is written; null for a default of the language.</param>
public sealed record Origin(SourceLocation? Location)
{
    /// <summary>Nobody wrote it: the language has a default.</summary>
    public static Origin Default { get; } = new((SourceLocation?)null);

    /// <summary>The environment whose override says it; null when it holds for all.</summary>
    public string? Environment { get; init; }

    /// <summary>The template that says it; null when the component does so itself.</summary>
    public string? Template { get; init; }

    /// <summary>The params that it was worked out from, through lets and other values too, sorted by name.</summary>
    public ImmutableArray<ParamUse> Params { get; init; } = [];
}

/// <summary>A param that a value was worked out from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where its value comes from: <c>default</c>, <c>--param</c>, a file's name, a variable's name.</param>
public sealed record ParamUse(string Name, string Source);
