using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Checks.Style;

/// <summary>A plan as rules of style see it, and where they report.</summary>
internal sealed class StyledPlan(PlanSyntax tree, PlanSymbols symbols, DiagnosticBag diagnostics)
{
    private UsedNames? _used;

    public PlanSyntax Tree => tree;

    public PlanSymbols Symbols => symbols;

    public SourceText Source => diagnostics.Source;

    /// <summary>Which names are used where.</summary>
    public UsedNames Used => _used ??= UsedNames.Of(tree);

    public void Report(StyleRule rule, TextSpan at, string message, TextFix? fix = null) =>
        diagnostics.Add(rule.Entry.At(diagnostics.Locate(at), message, fix));

    /// <summary>Takes a piece of the text away, with its line when nothing else stands on it. Not safe when a comment would go with it.</summary>
    public TextFix Removal(string title, TextSpan span)
    {
        var text = Source.Text;
        var isSafe = !Source.Slice(span).Contains("//", StringComparison.Ordinal) && !Source.Slice(span).Contains("/*", StringComparison.Ordinal);
        var (start, end) = (span.Start, span.End);
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        var lineStart = start;
        while (lineStart > 0 && text[lineStart - 1] is ' ' or '\t')
            lineStart--;
        var isWholeLine = (lineStart == 0 || text[lineStart - 1] == '\n') && (end == text.Length || text[end] is '\r' or '\n');
        if (isWholeLine)
            (start, end) = (lineStart, end == text.Length ? end : text.IndexOf('\n', end) is var next and >= 0 ? next + 1 : text.Length);
        return new TextFix(title, start, end - start, "") { IsSafe = isSafe };
    }
}
