using Lumina.Api;
using Lumina.Cli.CommandLine;
using Lumina.Cli.Surroundings;
using Lumina.Configuration;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Plans;
using Lumina.Secrets.Sealing;

namespace Lumina.Cli.Plans;

/// <summary>A plan that was read and compiled here.</summary>
/// <param name="File">Its text.</param>
/// <param name="Parameters">Values given for params.</param>
/// <param name="Settings">What is set beside it.</param>
/// <param name="Compiled">What came of it; what is wrong in the settings comes last among its findings.</param>
internal sealed record LoadedPlan(
    PlanFile File, IReadOnlyDictionary<string, GivenValue> Parameters, SettingsFile Settings, CompiledPlan Compiled)
{
    public bool HasErrors => Compiled.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Findings as they are sent and written as JSON.</summary>
    public Finding[] Findings => Plans.Findings.Of(Compiled.Diagnostics);

    /// <summary>The text of a file of the plan, or of its settings, by the name that findings have.</summary>
    public string? TextOf(string file) => Compiled.TextOf(file) ?? (file == File.Name ? File.Text : file == Settings.Name ? Settings.Text : null);

    public static LoadedPlan Load(World world, string? named, IReadOnlyDictionary<string, GivenValue> parameters)
    {
        var file = PlanFile.Read(world.CurrentDirectory, named);
        if (file.Name.EndsWith(".rules", StringComparison.OrdinalIgnoreCase))
            throw CliException.BadCommandLine($"{file.Name} has rules, and is no plan.", $"Look for mistakes in them, and run their tests: lumina policy test {file.Name}");
        var settings = SettingsFile.Near(file.Folder, world.CurrentDirectory);
        var compiled = world.Compile(InputsOf(world, file.Name, file.Text, file.Folder, parameters, settings));
        return new(file, parameters, settings, compiled with { Diagnostics = [.. compiled.Diagnostics, .. settings.Problems] });
    }

    /// <summary>The name of the environment that is meant.</summary>
    /// <exception cref="CliException">The plan has none of that name.</exception>
    public string EnvironmentNamed(string? environment)
    {
        if (environment is null) return Compiled.Environments[0];
        if (Compiled.Environments.Contains(environment, StringComparer.Ordinal)) return environment;
        var known = "It has: " + string.Join(", ", Compiled.Environments);
        throw CliException.BadCommandLine(
            $"{File.Name} has no environment '{environment}'.",
            Guess.At(environment, Compiled.Environments) is { } near ? $"Did you mean '{near}'? {known}" : known);
    }

    /// <summary>The plan for an environment, of a plan without errors.</summary>
    public Plan PlanFor(string environment) =>
        Compiled.PlanFor(environment) ?? throw new InvalidOperationException($"A plan without errors has no plan for {environment}.");

    public PlanSubmission ToSubmission(string? environment) => new(
        File.Name, File.Text, File.Folder, environment,
        Parameters.ToDictionary(given => given.Key, given => given.Value.Text, StringComparer.Ordinal), Compiled.Read?.Files, Compiled.Read?.Variables,
        Settings.Levels.Changed.Count == 0 ? null : Settings.Levels.ToNames())
    {
        ParameterFiles = Parameters.Where(given => given.Value.Form != GivenForm.Text).ToDictionary(given => given.Key, given => given.Value.Origin, StringComparer.Ordinal),
    };

    /// <summary>All that a plan's text needs to be compiled here.</summary>
    public static PlanInputs InputsOf(
        World world, string name, string text, string folder, IReadOnlyDictionary<string, GivenValue> parameters, SettingsFile settings) => new(name, text)
        {
            Parameters = parameters,
            ReadFile = path => NearbyFile.Read(folder, path),
            ReadVariable = world.Variable,
            ValueFiles = ValueFileReader.Instance,
            Levels = settings.Levels,
            SealedFile = SealedFileReader.Instance,
        };
}
