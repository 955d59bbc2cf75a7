using System.Collections.Immutable;
using Lumina.Cli.Plans;
using Lumina.Language.Compilation;

namespace Lumina.Cli.Reports;

/// <summary>What <c>params</c> prints.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Missing">Names of params that have to be given and aren't.</param>
/// <param name="Params">All of them, in the order of the text. Values are written as in a plan.</param>
internal sealed record ParamReport(string? Plan, IReadOnlyList<string> Missing, IReadOnlyList<ParamEntry> Params)
{
    public static ParamReport Of(LoadedPlan plan, ImmutableArray<ParamInfo> found) => new(
        plan.Compiled.Name,
        [.. found.Where(param => param.IsMissing).Select(param => param.Name)],
        [.. found.Select(param => new ParamEntry(
            param.Name, param.Type, param.Value, param.Origin, param.Default, param.Description, param.Allowed, param.Min, param.Max,
            param.Location.File, param.Location.Line, param.IsMissing))]);
}

internal sealed record ParamEntry(
    string Name, string Type, string? Value, string? Origin, string? Default, string? Description, IReadOnlyList<string> Allowed, string? Min, string? Max,
    string File, int Line, bool Missing);
