using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Planning.Graph;

namespace Lumina.Planning;

/// <summary>What is wrong with a plan as a whole, which no single component tells.</summary>
public static class PlanChecks
{
    /// <summary>The language's catalogue has it as <c>dependency-cycle</c>.</summary>
    private const string CycleCode = "LUM3008";

    /// <summary>Findings in all environments, each once. Also in a plan that has other errors, so that all are reported in one run.</summary>
    public static ImmutableArray<Diagnostic> Check(PlanCompilation compilation)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        return Check(compilation.Drafts, compilation.LocationOf);
    }

    internal static ImmutableArray<Diagnostic> Check(IReadOnlyList<Plan> plans, Func<string, string, SourceLocation> locationOfDependency)
    {
        var cycles = plans.SelectMany(plan => PlanGraph.FindCycles(plan.Components).Select(cycle => (cycle, plan.Environment.Name)));
        return
        [
            .. cycles
                .GroupBy(found => found.cycle, found => found.Name)
                .Select(found => CycleFound(found.Key, [.. found], plans.Count, locationOfDependency))
                .OrderBy(diagnostic => diagnostic.Location.Start),
        ];
    }

    private static Diagnostic CycleFound(
        Cycle cycle, IReadOnlyList<string> environments, int allEnvironments, Func<string, string, SourceLocation> locationOfDependency)
    {
        var where = environments.Count == allEnvironments ? "" : " (in " + string.Join(", ", environments) + ")";
        var next = cycle.Path.Length == 1 ? cycle.Path[0] : cycle.Path[1];
        return new(
            CycleCode, Severity.Error, locationOfDependency(cycle.Path[0], next), $"These components wait for each other: {cycle}{where}.");
    }
}
