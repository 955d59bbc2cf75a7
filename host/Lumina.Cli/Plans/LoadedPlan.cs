using System.Collections.Immutable;
using Lumina.Api;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Planning;

namespace Lumina.Cli.Plans;

/// <summary>A plan that was read and compiled here.</summary>
/// <param name="File">Its text.</param>
/// <param name="Parameters">Values given for params.</param>
/// <param name="Compilation">What came of it.</param>
/// <param name="Diagnostics">All findings.</param>
internal sealed record LoadedPlan(
    PlanFile File, IReadOnlyDictionary<string, string> Parameters, PlanCompilation Compilation, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    public static LoadedPlan Load(string currentDirectory, string? named, IReadOnlyDictionary<string, string> parameters)
    {
        var file = PlanFile.Read(currentDirectory, named);
        var compilation = PlanCompiler.Compile(file.Name, file.Text, parameters);
        return new(file, parameters, compilation, [.. compilation.Diagnostics, .. PlanChecks.Check(compilation)]);
    }

    /// <summary>The name of the environment that is meant.</summary>
    /// <exception cref="CliException">The plan has none of that name.</exception>
    public string EnvironmentNamed(string? environment)
    {
        if (environment is null) return Compilation.DefaultEnvironment;
        var names = Compilation.Environments.Select(one => one.Name).ToArray();
        if (names.Contains(environment, StringComparer.Ordinal)) return environment;
        throw CliException.BadCommandLine(
            $"{File.Name} has no environment '{environment}'.",
            CommandLine.Suggestion.For(environment, names) is { } near ? $"Did you mean '{near}'?" : "It has: " + string.Join(", ", names));
    }

    /// <summary>The plan for an environment, of a plan without errors.</summary>
    public Plan PlanFor(string environment) =>
        Compilation.PlanFor(environment) ?? throw new InvalidOperationException($"A plan without errors has no plan for {environment}.");

    public PlanSubmission ToSubmission(string? environment) => new(File.Name, File.Text, File.Folder, environment, Parameters);
}
