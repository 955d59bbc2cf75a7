using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Rules;

namespace Lumina.Language.Editing;

/// <summary>Where a name belongs to: which names are the same.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="File">For what belongs to its file: which; else empty.</param>
/// <param name="Scope">For what belongs to a block: where that begins.</param>
/// <param name="Name">The name.</param>
internal readonly record struct SymbolKey(PlanSymbolKind Kind, string File, int Scope, string Name);

/// <summary>The documents of one compilation: a root and what it imports, as they are now. Immutable, and cheap to put together.</summary>
public sealed partial class PlanProject
{
    /// <summary>How many files one plan may be made of here.</summary>
    public const int MostDocuments = 256;

    private readonly Lazy<PlanCompilation> _compilation;
    private readonly Lazy<(HashSet<string> Written, string[] WithHoles)> _components;
    private readonly Func<string, FileAnswer> _read;
    private readonly Func<FindingLevels> _levels;
    private readonly Lazy<RuleCompilation> _rules;
    private readonly PlanReaders _readers;

    private PlanProject(ImmutableArray<PlanDocument> documents, Func<string, FileAnswer> read, Func<FindingLevels> levels, PlanReaders readers)
    {
        Documents = documents;
        (_read, _levels, _readers) = (read, levels, readers);
        _compilation = new Lazy<PlanCompilation>(Compile);
        _rules = new Lazy<RuleCompilation>(CompileRules);
        _components = new Lazy<(HashSet<string>, string[])>(FindComponents);
    }

    /// <summary>The document that the others are imported from, at last.</summary>
    public PlanDocument Root => Documents[0];

    /// <summary>All of them, the root first.</summary>
    public ImmutableArray<PlanDocument> Documents { get; }

    /// <summary>What the compiler says about it; worked out when it is first asked for.</summary>
    public PlanCompilation Compilation => _compilation.Value;

    /// <summary>Puts a root and what it imports together.</summary>
    /// <param name="root">The root.</param>
    /// <param name="open">The document of a file; null when there is none.</param>
    /// <param name="read">What a file says that is no document, for <c>file()</c>; none can be read unless it is given.</param>
    /// <param name="levels">How seriously findings are taken; asked when it is compiled.</param>
    /// <param name="readers">Who understands what the plan reads; null for nobody.</param>
    public static PlanProject Of(
        PlanDocument root, Func<string, PlanDocument?> open, Func<string, FileAnswer>? read = null, Func<FindingLevels>? levels = null, PlanReaders? readers = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(open);
        var documents = ImmutableArray.CreateBuilder<PlanDocument>();
        var known = new HashSet<string>(StringComparer.Ordinal) { root.File };
        var waiting = new Queue<PlanDocument>([root]);
        while (waiting.TryDequeue(out var document))
        {
            documents.Add(document);
            foreach (var file in document.Imports.Select(i => ImportPath.Resolve(document.File, i)))
            {
                if (known.Count < MostDocuments && known.Add(file) && open(file) is { } imported)
                    waiting.Enqueue(imported);
            }
        }
        return new PlanProject(documents.ToImmutable(), read ?? (_ => FileAnswer.Failed("it can't be read here")), levels ?? (() => FindingLevels.Default), readers ?? PlanReaders.None);
    }

    /// <summary>The same with another text of one of its documents.</summary>
    internal PlanProject With(IReadOnlyDictionary<string, PlanDocument> changed) =>
        new([.. Documents.Select(d => changed.GetValueOrDefault(d.File, d))], _read, _levels, _readers) { CSharp = CSharp };

    /// <summary>The document of a file; null when it isn't one of these.</summary>
    public PlanDocument? Find(string file) => Documents.FirstOrDefault(d => d.File == file);

    internal SymbolKey? KeyOf(PlanDocument document, Occurrence occurrence)
    {
        var file = "";
        if (occurrence.Kind is PlanSymbolKind.Let or PlanSymbolKind.Template or PlanSymbolKind.Import or PlanSymbolKind.Variable or PlanSymbolKind.Stage)
        {
            file = document.File;
            if (occurrence.Qualifier is { } import)
            {
                if (!document.Anatomy.Imports.TryGetValue(import, out var path))
                    return null;
                file = ImportPath.Resolve(document.File, path);
            }
        }
        var name = occurrence.Kind == PlanSymbolKind.Component ? DeclaredAs(occurrence.Name) : occurrence.Name;
        return new SymbolKey(occurrence.Kind, file, occurrence.Scope, name);
    }

    /// <summary>All places of a name.</summary>
    internal IEnumerable<(PlanDocument Document, Occurrence Occurrence)> OccurrencesOf(SymbolKey key)
    {
        foreach (var document in Documents)
        {
            foreach (var occurrence in document.Anatomy.Occurrences)
            {
                if (occurrence.Kind == key.Kind && KeyOf(document, occurrence) == key)
                    yield return (document, occurrence);
            }
        }
    }

    /// <summary>Where a name is declared; null when it isn't.</summary>
    internal (PlanDocument Document, Occurrence Occurrence)? DeclarationOf(SymbolKey key)
    {
        foreach (var found in OccurrencesOf(key))
        {
            if (found.Occurrence.IsDeclaration)
                return found;
        }
        return null;
    }

    /// <summary>What is declared of a kind and can be named from a document: lets and templates of its own, the rest of all.</summary>
    internal IEnumerable<(PlanDocument Document, Occurrence Occurrence)> Declared(PlanSymbolKind kind, PlanDocument from)
    {
        var isOfFile = kind is PlanSymbolKind.Let or PlanSymbolKind.Template or PlanSymbolKind.Import;
        return Documents.Where(d => !isOfFile || d == from)
            .SelectMany(d => d.Anatomy.Occurrences.Where(o => o.IsDeclaration && o.Kind == kind).Select(o => (d, o)))
            .DistinctBy(found => found.o.Name);
    }

    /// <summary>The document that is imported under a name; null when there is none.</summary>
    internal PlanDocument? Imported(PlanDocument by, string import) =>
        by.Anatomy.Imports.TryGetValue(import, out var path) ? Find(ImportPath.Resolve(by.File, path)) : null;
}
