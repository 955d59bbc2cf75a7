using System.Collections.Immutable;

namespace Lumina.Language.Editing;

/// <summary>From a name to where it is declared, and to where it is used.</summary>
public static class Navigation
{
    /// <summary>Where the name at a place is declared; the file, for a name of an import or its path. Null when it is no name, or is
    /// not declared.</summary>
    public static FileRange? DefinitionAt(PlanProject project, PlanDocument document, int offset)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(document);
        if (document.OccurrenceAt(offset) is not { } occurrence)
            return ImportedAt(project, document, offset);
        if (occurrence is { Kind: PlanSymbolKind.Import, IsDeclaration: true } && project.Imported(document, occurrence.Name) is { } imported)
            return new FileRange(imported.File, default);
        return project.KeyOf(document, occurrence) is { } key && project.DeclarationOf(key) is { } found
            ? new FileRange(found.Document.File, TextRange.Of(found.Occurrence.Span))
            : null;
    }

    /// <summary>All places of the name at a place, in the order of the files and their texts.</summary>
    /// <param name="project">The compilation.</param>
    /// <param name="document">The document with the place.</param>
    /// <param name="offset">The place.</param>
    /// <param name="withDeclaration">Whether its declaration is one of them.</param>
    public static ImmutableArray<FileRange> ReferencesAt(PlanProject project, PlanDocument document, int offset, bool withDeclaration)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(document);
        if (document.OccurrenceAt(offset) is not { } occurrence || project.KeyOf(document, occurrence) is not { } key)
            return [];
        return
        [
            .. project.OccurrencesOf(key)
                .Where(found => withDeclaration || !found.Occurrence.IsDeclaration)
                .Select(found => new FileRange(found.Document.File, TextRange.Of(found.Occurrence.Span))),
        ];
    }

    private static FileRange? ImportedAt(PlanProject project, PlanDocument document, int offset)
    {
        var import = document.Anatomy.Regions.FirstOrDefault(r => r.Word == "import" && r.Keyword.Start <= offset && offset <= r.End);
        return import is not null && project.Find(ImportPath.Resolve(document.File, import.Detail)) is { } imported
            ? new FileRange(imported.File, default)
            : null;
    }
}
