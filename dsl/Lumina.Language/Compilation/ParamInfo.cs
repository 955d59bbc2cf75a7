using System.Collections.Immutable;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Compilation;

/// <summary>A param of a plan, for people and tools.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as it is written in a plan.</param>
/// <param name="Value">The value that it has: given or default; null when it has none, or one that can't be worked out.</param>
/// <param name="Origin">Where that value comes from: <c>default</c>, <c>--param</c>, a file's name, a variable's name; null when there is none.</param>
/// <param name="Default">Its default; null when it has none.</param>
/// <param name="Description">What it is for; null when the plan doesn't say.</param>
/// <param name="Allowed">The values that it may have; empty for all of its type.</param>
/// <param name="Min">The least value; null for none.</param>
/// <param name="Max">The greatest value; null for none.</param>
/// <param name="Location">Where it is declared.</param>
public sealed record ParamInfo(
    string Name, string Type, string? Value, string? Origin, string? Default, string? Description, ImmutableArray<string> Allowed, string? Min,
    string? Max, SourceLocation Location)
{
    /// <summary>Whether it has to be given and isn't.</summary>
    public bool IsMissing => Value is null && Default is null && Origin is null;
}
