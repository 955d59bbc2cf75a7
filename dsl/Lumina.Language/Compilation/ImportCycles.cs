using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;

namespace Lumina.Language.Compilation;

/// <summary>Finds files that import each other: one finding for each circle, at the import that closes it.</summary>
internal sealed class ImportCycles(IReadOnlyList<ParsedFile> files, Func<string, ParsedFile?> find, DiagnosticBag diagnostics)
{
    private readonly HashSet<ParsedFile> _done = new(ReferenceEqualityComparer.Instance);
    private readonly List<ParsedFile> _path = [];

    // Not deeper than there are files, and there are few.
    public void Report()
    {
        foreach (var file in files)
            Visit(file);
    }

    private void Visit(ParsedFile file)
    {
        if (_done.Contains(file))
            return;
        _path.Add(file);
        foreach (var import in file.Imports)
        {
            if (find(import.Path) is not { } imported)
                continue;
            var start = _path.IndexOf(imported);
            if (start < 0)
                Visit(imported);
            else
                diagnostics.Add(FileFindings.ImportCycle(diagnostics.Locate(import.Syntax.Path.Span), string.Join(" → ", _path.Skip(start).Append(imported).Select(f => f.File.Name))));
        }
        _path.RemoveAt(_path.Count - 1);
        _done.Add(file);
    }
}
