using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Planning;

namespace Lumina.Cli.Plans;

/// <summary>What the command line wants to know of a plan's text.</summary>
/// <param name="Name">The plan's name; null when the text has none.</param>
/// <param name="Environments">Names, in the order of the text; the first one is meant when none is named.</param>
/// <param name="Diagnostics">All findings.</param>
/// <param name="PlanFor">The plan for an environment; null when it has errors.</param>
internal sealed record CompiledPlan(
    string? Name, ImmutableArray<string> Environments, ImmutableArray<Diagnostic> Diagnostics, Func<string, Plan?> PlanFor)
{
    /// <summary>Findings that comments in the plan silence.</summary>
    public ImmutableArray<SilencedDiagnostic> Silenced { get; init; } = [];

    public static CompiledPlan Of(string file, string text, IReadOnlyDictionary<string, string> parameters, FindingLevels levels)
    {
        var compilation = PlanCompiler.Compile(file, text, parameters, levels);
        return new(
            compilation.PlanName,
            [.. compilation.Environments.Select(environment => environment.Name)],
            [.. compilation.Diagnostics.Concat(PlanChecks.Check(compilation)).OrderBy(finding => finding.Location.Start)],
            compilation.PlanFor)
        {
            Silenced = compilation.Silenced,
        };
    }
}
