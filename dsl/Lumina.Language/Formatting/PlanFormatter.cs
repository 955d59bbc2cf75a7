using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Text;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Formatting;

/// <summary>Gives a plan, or a file of rules, its canonical layout: see docs/language/style.md.</summary>
public static class PlanFormatter
{
    /// <summary>Lays a plan out. What it means and its comments stay; a text with errors of syntax is left as it is.</summary>
    /// <param name="text">The plan.</param>
    /// <param name="file">The name to report problems under. What ends with <c>.rules</c> is read as rules.</param>
    public static FormatResult Format(string text, string file = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        if (TextChecks.FindUnreadable(file, text) is { } unreadable)
            return new FormatResult(text, false, unreadable);
        var source = new SourceText(file, text);
        var diagnostics = new DiagnosticBag(source);
        var tree = PlanParser.Parse(source, diagnostics, Dialect.Of(file));
        if (diagnostics.HasErrors)
            return new FormatResult(text, false, diagnostics.ToSorted());
        var layout = new LayoutWriter(source);
        new DeclarationLayout(layout).Write(tree);
        var formatted = layout.ToText(IsWindowsThroughout(text) ? "\r\n" : "\n");
        return new FormatResult(formatted, formatted != text, []);
    }

    private static bool IsWindowsThroughout(string text)
    {
        var lines = text.AsSpan().Count('\n');
        return lines > 0 && text.AsSpan().Count("\r\n") == lines;
    }
}
