using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>Comments that silence findings on the line of the next word of the plan: <c>// lumina-ignore LUM6003, no-health-check: reason</c>.</summary>
internal sealed class IgnoreComments
{
    private readonly List<IgnoredCode> _codes = [];
    private readonly Dictionary<(string File, int Line, string Code), IgnoredCode> _byPlace = [];

    /// <summary>Finds the comments of all files, and has what is found from now on silenced by them. Goes only through files that have one.</summary>
    public static IgnoreComments Read(IReadOnlyList<ParsedFile> files, DiagnosticBag diagnostics)
    {
        var found = new IgnoreComments();
        var reader = new IgnoreCommentReader(found, diagnostics);
        foreach (var (file, tree) in files.Select(f => (f.File, f.Tree)))
        {
            if (diagnostics.Source.Slice(new TextSpan(file.Start, file.End)).Contains(IgnoreCommentReader.Word, StringComparison.Ordinal))
                tree.Accept(reader);
        }
        if (found._codes.Count > 0)
            diagnostics.ReasonToSilence = found.ReasonFor;
        return found;
    }

    public void Add(IgnoredCode code)
    {
        _codes.Add(code);
        _byPlace.TryAdd((code.Place.File, code.Line, code.Entry.Code), code);
    }

    /// <summary>Says which comments silence nothing, unless errors have kept some things from being looked for.</summary>
    public void ReportUnused(DiagnosticBag diagnostics)
    {
        if (diagnostics.HasErrors)
            return;
        foreach (var code in _codes.Where(c => !c.IsUsed && diagnostics.Levels.LevelOf(c.Entry) != FindingLevel.Off))
            diagnostics.Add(IgnoreFindings.Unused(code.Place, code.Entry.Code, code.Removal));
    }

    private string? ReasonFor(Diagnostic finding)
    {
        if (!_byPlace.TryGetValue((finding.Location.File, finding.Location.Line, finding.Code), out var code))
            return null;
        code.IsUsed = true;
        return code.Reason;
    }
}

/// <summary>A code in a comment that silences it.</summary>
/// <param name="Entry">What is silenced.</param>
/// <param name="Place">Where the comment says so.</param>
/// <param name="Line">The line on which it is silenced.</param>
/// <param name="Reason">Why.</param>
/// <param name="Removal">How to take the comment away; null when it silences other things too.</param>
internal sealed record IgnoredCode(DiagnosticEntry Entry, SourceLocation Place, int Line, string Reason, TextFix? Removal)
{
    public bool IsUsed { get; set; }
}
