using System.Collections.Immutable;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Policy.Sources;

/// <summary>Reads rule texts as the language has them.</summary>
public static class RuleTextReader
{
    /// <summary>A <see cref="RuleReader"/>.</summary>
    public static ReadRules Read(IReadOnlyList<(string Name, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var compilation = RuleCompiler.Compile([.. files.Select(file => new RuleFile(file.Name, file.Text))]);
        return new(compilation.Rules, Problems(compilation, files)) { Files = [.. files.Select(file => new RuleFile(file.Name, file.Text))] };
    }

    // Findings have a bound, and an error may be behind it: no error in the list must not mean that there is none.
    private static ImmutableArray<Diagnostic> Problems(RuleCompilation compilation, IReadOnlyList<(string Name, string Text)> files) =>
        compilation.HasErrors && !compilation.Diagnostics.Any(found => found.Severity is Severity.Error)
            ? compilation.Diagnostics.Add(ConditionFindings.Unreadable(
                new SourceLocation(files.Count > 0 ? files[0].Name : "", 0, 0, 1, 1, 1, 1), "There is more wrong than is listed, errors among it."))
            : compilation.Diagnostics;
}
