using System.Collections.Immutable;
using Lumina.Language.Editing;
using Lumina.Language.Rules;
using Lumina.LanguageServer.Protocol;

namespace Lumina.LanguageServer;

/// <summary>A document that a client has open.</summary>
/// <param name="Uri">As the client calls it.</param>
/// <param name="Version">Its number there.</param>
/// <param name="Document">Its text.</param>
internal sealed record OpenDocument(string Uri, int? Version, PlanDocument Document);

/// <summary>The open documents as they are now, and the compilations that they belong to. Changed by one message at a time; read from anywhere.</summary>
internal sealed class Workbench(PlanFiles files, ICSharpChecker? csharp = null, PlanReaders? readers = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlanProject> _projects = new(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, OpenDocument> _open = ImmutableDictionary.Create<string, OpenDocument>(StringComparer.Ordinal);
    private volatile IReadOnlyList<string>? _inWorkspace;
    private volatile IReadOnlyList<string>? _rulesInWorkspace;

    /// <summary>The folders that the client works in.</summary>
    public IReadOnlyList<string> Folders { get; set; } = [];

    public IEnumerable<OpenDocument> Open => _open.Values;

    public OpenDocument? Find(string uri) => _open.GetValueOrDefault(DocumentName.Of(uri));

    public OpenDocument? FindByName(string name) => _open.GetValueOrDefault(name);

    public void Add(TextDocumentItem item)
    {
        var name = DocumentName.Of(item.Uri);
        _open = _open.SetItem(name, new OpenDocument(item.Uri, item.Version, new PlanDocument(name, item.Text)));
        ForgetFiles();
    }

    /// <summary>Changes one after the other, each of the text that the one before has left.</summary>
    public bool Change(VersionedTextDocumentIdentifier which, IEnumerable<ContentChange> changes)
    {
        if (Find(which.Uri) is not { } open)
            return false;
        var document = open.Document;
        foreach (var change in changes)
        {
            document = change.Range is { } range
                ? document.With(Spans.Of(document, range), change.Text)
                : new PlanDocument(document.File, change.Text);
        }
        _open = _open.SetItem(document.File, open with { Version = which.Version, Document = document });
        return true;
    }

    public void Remove(string uri)
    {
        _open = _open.Remove(DocumentName.Of(uri));
        ForgetFiles();
    }

    /// <summary>Files may have come and gone.</summary>
    public void ForgetFiles()
    {
        _inWorkspace = null;
        _rulesInWorkspace = null;
        lock (_lock)
            _projects.Clear();
    }

    /// <summary>The compilation that a document belongs to: its own when it declares a plan, or else the first one that imports it.</summary>
    public PlanProject ProjectOf(PlanDocument document)
    {
        if (document.IsOfRules)
            return Shared(PlanProject.OfRules(RulesAround(document), () => PlanFiles.LevelsFor(document.File), csharp));
        if (!document.DeclaresPlan)
        {
            foreach (var root in Roots().Where(r => r.DeclaresPlan && r.File != document.File))
            {
                if (PlanProject.Of(root, Read, PlanFiles.ReadText, () => PlanFiles.LevelsFor(root.File), readers) is var project && project.Documents.Contains(document))
                    return Shared(project);
            }
        }
        return Shared(PlanProject.Of(document, Read, PlanFiles.ReadText, () => PlanFiles.LevelsFor(document.File), readers));
    }

    /// <summary>The set that a file of rules belongs to: of the folder, and those below, that is the highest one to be reached through folders that have rules.</summary>
    private ImmutableArray<PlanDocument> RulesAround(PlanDocument document)
    {
        var known = (_rulesInWorkspace ??= PlanFiles.Below(Folders, "*.rules")).Concat(_open.Keys.Where(IsOfRules)).Append(document.File).Distinct(StringComparer.Ordinal).ToList();
        var folders = known.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        var top = FolderOf(document.File);
        while (FolderOf(top) is { Length: > 0 } above && above != top && folders.Contains(above))
            top = above;
        var others = known.Where(name => name != document.File && name.StartsWith(top + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [document, .. others.Select(Read).OfType<PlanDocument>().Take(PlanProject.MostDocuments)];
    }

    private static bool IsOfRules(string name) => name.EndsWith(".rules", StringComparison.OrdinalIgnoreCase);

    private static string FolderOf(string name) => name.LastIndexOf('/') is >= 0 and var slash ? name[..slash] : "";

    private IEnumerable<PlanDocument> Roots()
    {
        foreach (var open in _open.Values.Where(open => !open.Document.IsOfRules))
            yield return open.Document;
        foreach (var name in _inWorkspace ??= PlanFiles.Below(Folders, "*.deploy"))
        {
            if (!_open.ContainsKey(name) && files.Read(name) is { } document)
                yield return document;
        }
    }

    /// <summary>What an editor has open is truer than what is on disk.</summary>
    private PlanDocument? Read(string name) => _open.GetValueOrDefault(name)?.Document ?? files.Read(name);

    /// <summary>The same texts are compiled once.</summary>
    private PlanProject Shared(PlanProject project)
    {
        lock (_lock)
        {
            if (_projects.TryGetValue(project.Root.File, out var known) && known.Documents.SequenceEqual(project.Documents))
                return known;
            return _projects[project.Root.File] = project;
        }
    }
}
