using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>Reads the plan's file and all that it imports, each file once.</summary>
internal sealed class ImportLoader(SourceText source, Surroundings surroundings, DiagnosticBag diagnostics)
{
    private const int MostFiles = 100;

    private readonly Dictionary<string, ParsedFile?> _byPath = new(StringComparer.Ordinal);
    private readonly List<ParsedFile> _files = [];
    private readonly Queue<(ImportSyntax Syntax, string Path)> _waiting = new();
    private long _characters;

    /// <summary>All files, the plan's own first; null when the text is too large to be read to its end.</summary>
    public IReadOnlyList<ParsedFile>? Load()
    {
        var main = PlanParser.Parse(source, diagnostics);
        if (main.IsCutShort)
            return null;
        var own = Name(source.Main.Name);
        _byPath[own] = Note(source.Main, main);
        while (_waiting.TryDequeue(out var import))
        {
            if (!_byPath.ContainsKey(import.Path))
                _byPath[import.Path] = Read(import.Syntax, import.Path);
        }
        new ImportCycles(_files, path => _byPath.GetValueOrDefault(path), diagnostics).Report();
        return _files;
    }

    public ParsedFile? Find(string path) => _byPath.GetValueOrDefault(path);

    private static string Name(string file) => file[(file.LastIndexOfAny(['/', '\\']) + 1)..];

    private ParsedFile Note(SourceFile file, PlanSyntax tree)
    {
        var imports = new List<ParsedImport>();
        foreach (var import in tree.Declarations.OfType<ImportSyntax>())
        {
            // Without a name it has been reported, and nothing can be made of it.
            if (import.PathText is not { } written || import.Name is null)
                continue;
            if (RelativePath.ProblemOf(written) is { } problem)
            {
                diagnostics.Add(FileFindings.BadPath(diagnostics.Locate(import.Path.Span), Shorten(written), problem));
                continue;
            }
            var path = RelativePath.Resolve(file.Path, written);
            imports.Add(new ParsedImport(import, path));
            _waiting.Enqueue((import, path));
        }
        var parsed = new ParsedFile(file, tree, imports);
        _files.Add(parsed);
        return parsed;
    }

    private ParsedFile? Read(ImportSyntax import, string path)
    {
        var at = diagnostics.Locate(import.Path.Span);
        if (_files.Count == MostFiles)
        {
            diagnostics.Add(FileFindings.TooManyImports(at, $"{MostFiles} files"));
            return null;
        }
        var answer = surroundings.ReadFile(path);
        if (answer.Text is not { } text)
        {
            diagnostics.Add(FileFindings.ImportUnreadable(at, Shorten(import.PathText ?? path), answer.Problem ?? "it can't be read"));
            return null;
        }
        _characters += text.Length;
        if (_characters > SourceReader.LargestText)
        {
            diagnostics.Add(FileFindings.TooManyImports(at, $"{SourceReader.LargestText / (1024 * 1024)} Mi characters"));
            return null;
        }
        var name = source.NameOf(path);
        if (TextChecks.FindUnreadable(name, text) is { } unreadable)
        {
            diagnostics.Add(unreadable[0]);
            return null;
        }
        var file = source.Add(name, path, text);
        var tree = PlanParser.Parse(source, file, diagnostics);
        return tree.IsCutShort ? null : Note(file, tree);
    }

    private static string Shorten(string path) => path.Length <= 120 ? path : path[..120] + "…";
}
