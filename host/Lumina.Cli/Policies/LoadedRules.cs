using System.Collections.Immutable;
using Lumina.Api;
using Lumina.Cli.Plans;
using Lumina.Cli.Surroundings;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;
using Lumina.Policy;
using Lumina.Policy.Sources;

namespace Lumina.Cli.Policies;

/// <summary>A set of rules that was read here. Whether its C# is right is told by who compiles it.</summary>
/// <param name="Rules">Its rules and waivers.</param>
/// <param name="Tests">Its tests.</param>
/// <param name="Diagnostics">What was found.</param>
/// <param name="TextOf">The text of a file, by the name that findings have.</param>
internal sealed record LoadedRules(RuleSet Rules, ImmutableArray<RuleTestSpec> Tests, ImmutableArray<Diagnostic> Diagnostics, Func<string, string?> TextOf)
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true };

    /// <summary>Whether nobody may decide by them.</summary>
    public bool HasErrors => Diagnostics.Any(finding => finding.Severity is Severity.Error);

    /// <summary>Reads folders and files of rules as one set.</summary>
    /// <exception cref="CliException">One of them is not there, or there are no rules in them.</exception>
    public static LoadedRules Read(World world, IReadOnlyCollection<string> places)
    {
        var paths = places.Select(place => (Named: place, Full: Path.GetFullPath(place, world.CurrentDirectory))).ToList();
        if (paths.Find(path => !File.Exists(path.Full) && !Directory.Exists(path.Full)) is { Named: { } missing })
            throw Unreadable($"There are no rules at {missing}.", "Name a folder with .rules files, or such a file.");
        if (paths.Find(path => Directory.Exists(path.Full) && !Directory.EnumerateFiles(path.Full, "*.rules", Below).Any()) is { Named: { } empty })
            throw Unreadable($"There are no rules in {empty}.", "Files of rules end with .rules.");
        var compiled = RuleCompiler.Compile([]);
        var source = new FolderRuleSource(paths.Select(path => path.Full), Compile, world.CurrentDirectory);
        var problems = source.Read().Problems;
        if (problems.IsEmpty && compiled.Rules.Rules.IsEmpty)
            throw Unreadable($"There are no rules in {string.Join(" and ", places)}.", "Files of rules end with .rules.");
        return new(compiled.Rules, compiled.Tests, problems, compiled.TextOf);

        ReadRules Compile(IReadOnlyList<(string Name, string Text)> files)
        {
            compiled = RuleCompiler.Compile([.. files.Select(file => new RuleFile(file.Name, file.Text))]);
            // Findings have a bound, and an error may be behind it: no error in the list must not mean that there is none.
            return new(compiled.Rules, compiled.HasErrors && compiled.Diagnostics.All(finding => finding.Severity is not Severity.Error)
                ? compiled.Diagnostics.Add(ConditionFindings.Unreadable(new(files[0].Name, 0, 0, 1, 1, 1, 1), "There is more wrong than is listed, errors among it."))
                : compiled.Diagnostics);
        }
    }

    /// <summary>Prints findings in the rules, each with its line.</summary>
    public void Report(Screen screen, IReadOnlyCollection<Diagnostic> found)
    {
        Findings.Print(screen, TextOf, found);
        Findings.PrintCount(screen, found);
    }

    private static CliException Unreadable(string message, string remedy) => new(ExitCode.Wrong, new(ProblemCodes.FileUnreadable, message, remedy));
}
