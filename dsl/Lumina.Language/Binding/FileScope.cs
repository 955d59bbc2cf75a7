using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Binding;

/// <summary>A file with its tree.</summary>
/// <param name="file">The file.</param>
/// <param name="tree">What it says.</param>
/// <param name="imports">What it imports, as far as that is a path.</param>
internal sealed class ParsedFile(SourceFile file, PlanSyntax tree, IReadOnlyList<ParsedImport> imports)
{
    public SourceFile File => file;

    public PlanSyntax Tree => tree;

    public IReadOnlyList<ParsedImport> Imports => imports;
}

/// <param name="Syntax">The import.</param>
/// <param name="Path">The file that it names, as seen from the folder of the plan's file.</param>
internal sealed record ParsedImport(ImportSyntax Syntax, string Path);

/// <summary>An import, by the name that it has in its file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Scope">What the file declares; null when it could not be read, which has been reported.</param>
internal sealed record ImportSymbol(string Name, ImportSyntax Syntax, FileScope? Scope)
{
    public bool IsUsed { get; set; }
}

/// <summary>What belongs to one file alone: its lets, its templates, and what it calls the files that it imports.</summary>
internal sealed class FileScope(SourceFile file)
{
    public SourceFile File => file;

    public Dictionary<string, LetSymbol> Lets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TemplateSymbol> Templates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ImportSymbol> Imports { get; } = new(StringComparer.Ordinal);
}
