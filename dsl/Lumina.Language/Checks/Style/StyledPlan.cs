using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Text;

namespace Lumina.Language.Checks.Style;

/// <summary>A plan as rules of style see it, and where they report.</summary>
internal sealed class StyledPlan(IReadOnlyList<ParsedFile> files, PlanSymbols symbols, DiagnosticBag diagnostics)
{
    private UsedNames? _used;

    /// <summary>All files, the plan's own first.</summary>
    public IReadOnlyList<ParsedFile> Files => files;

    public PlanSymbols Symbols => symbols;

    public SourceText Source => diagnostics.Source;

    /// <summary>Which names are used where.</summary>
    public UsedNames Used => _used ??= UsedNames.Of(Source, files.Select(f => f.Tree), symbols.Configuration.Templates.SelectMany(t => t.Parts).Select(p => p.Hole).OfType<ExpressionSyntax>());

    /// <summary>Whether something stands in the plan's own file. What imported files have for several plans is not for one of them to judge.</summary>
    public bool IsInMain(SyntaxNode node) => Source.FileAt(node.Span.Start) == Source.Main;

    public void Report(StyleRule rule, TextSpan at, string message, TextFix? fix = null) =>
        diagnostics.Add(rule.Entry.At(diagnostics.Locate(at), message, fix));

    /// <summary>Reports something in a file that is no plan.</summary>
    public void Report(StyleRule rule, SourceLocation at, string message) => diagnostics.Add(rule.Entry.At(at, message));

    /// <summary>Puts a text in the place of a piece of the source.</summary>
    public TextFix Fix(string title, TextSpan span, string replacement) =>
        new(title, span.Start - Source.FileAt(span.Start).Start, span.Length, replacement);

    /// <summary>Takes a piece of the source away, with its lines when nothing else stands on them. Not safe when a comment would go with it.</summary>
    public TextFix Removal(string title, TextSpan span)
    {
        var hasComment = Source.Slice(span).Contains("//", StringComparison.Ordinal) || Source.Slice(span).Contains("/*", StringComparison.Ordinal);
        return Fix(title, Lines(span), "") with { IsSafe = !hasComment };
    }

    /// <summary>A piece of the source, with its lines when nothing else stands on them, and otherwise with the blanks behind it.</summary>
    public TextSpan Lines(TextSpan span)
    {
        var (text, file) = (Source.Text, Source.FileAt(span.Start));
        var (start, end) = (span.Start, span.End);
        while (end < file.End && text[end] is ' ' or '\t')
            end++;
        while (start > file.Start && text[start - 1] is ' ' or '\t')
            start--;
        var isWhole = (start == file.Start || text[start - 1] == '\n') && (end == file.End || text[end] is '\r' or '\n');
        if (!isWhole)
            return new TextSpan(span.Start, end);
        var next = text.IndexOf('\n', end, file.End - end);
        return new TextSpan(start, next < 0 ? file.End : next + 1);
    }
}
