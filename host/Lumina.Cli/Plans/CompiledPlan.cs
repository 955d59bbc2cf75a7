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

    /// <summary>Its params; worked out when asked for.</summary>
    public Func<ImmutableArray<ParamInfo>> Params { get; init; } = () => [];

    /// <summary>The text of a file of it, by the name that findings have.</summary>
    public Func<string, string?> TextOf { get; init; } = _ => null;

    /// <summary>What was read beside the plan's own text; null for nothing.</summary>
    public ReadInputs? Read { get; init; }

    public static CompiledPlan Of(PlanInputs inputs)
    {
        var compilation = PlanCompiler.Compile(inputs);
        var ofGraph = PlanChecks.Check(compilation);
        return new(
            compilation.PlanName,
            [.. compilation.Environments.Select(environment => environment.Name)],
            ofGraph.IsEmpty ? compilation.Diagnostics : Merged(compilation.Diagnostics, ofGraph),
            compilation.PlanFor)
        {
            Params = () => compilation.Params,
            TextOf = compilation.TextOf,
            Read = compilation.Read,
            Silenced = compilation.Silenced,
        };
    }

    /// <summary>In the order of the text within each file; the files stay in the order that they had.</summary>
    private static ImmutableArray<Diagnostic> Merged(ImmutableArray<Diagnostic> ofText, ImmutableArray<Diagnostic> ofGraph) =>
        [.. ofText.Concat(ofGraph).GroupBy(finding => finding.Location.File).SelectMany(file => file.OrderBy(finding => finding.Location.Start))];
}
