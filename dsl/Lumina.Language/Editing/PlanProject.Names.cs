using Lumina.Language.Compilation;

namespace Lumina.Language.Editing;

/// <summary>How it is compiled, and components whose names a loop fills in.</summary>
public sealed partial class PlanProject
{
    private PlanCompilation Compile() => PlanCompiler.Compile(new PlanInputs(Root.File, Root.Text)
    {
        Levels = _levels(),
        ValueFiles = _readers.ValueFiles,
        SealedFile = _readers.SealedFile,
        ReadFile = path =>
        {
            var file = ImportPath.Resolve(Root.File, path);
            return Find(file) is { } document ? FileAnswer.Of(document.Text) : _read(file);
        },
    });

    private (HashSet<string>, string[]) FindComponents()
    {
        var declared = Documents.SelectMany(d => d.Anatomy.Occurrences.Where(o => o is { Kind: PlanSymbolKind.Component, IsDeclaration: true }))
            .Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return (declared, [.. declared.Where(HasHoles)]);
    }

    /// <summary>The name that a component is declared under: <c>api-${region}</c> for <c>api-eu</c>.</summary>
    private string DeclaredAs(string name)
    {
        var (written, withHoles) = _components.Value;
        return written.Contains(name) ? name : withHoles.FirstOrDefault(w => Fits(w, name), name);
    }

    internal static bool HasHoles(string name) => name.Contains("${", StringComparison.Ordinal);

    private static bool Fits(string withHoles, string name)
    {
        var before = withHoles.AsSpan(0, withHoles.IndexOf("${", StringComparison.Ordinal));
        var behind = withHoles.AsSpan(withHoles.LastIndexOf('}') + 1);
        return name.Length > before.Length + behind.Length && name.AsSpan().StartsWith(before) && name.AsSpan().EndsWith(behind);
    }
}
