using Lumina.Language.Binding;
using Lumina.Language.Checks.Style;
using Lumina.Language.Diagnostics;
using Lumina.Language.Parsing;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>From text to plans. No I/O, no clock, no chance: the same inputs give the same plans.</summary>
public static class PlanCompiler
{
    /// <summary>Parses, binds and checks a plan for all of its environments; finds every problem at once. Never throws for any text.</summary>
    /// <param name="file">The name to report problems under.</param>
    /// <param name="text">The plan.</param>
    /// <param name="parameters">Values given for params, as text.</param>
    /// <param name="levels">How seriously findings are taken; the catalogue's levels unless given.</param>
    public static PlanCompilation Compile(string file, string text, IReadOnlyDictionary<string, string> parameters, FindingLevels? levels = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parameters);
        if (TextChecks.FindUnreadable(file, text) is { } unreadable)
            return PlanCompilation.OfUnreadable(unreadable);
        var source = new SourceText(file, text);
        var diagnostics = new DiagnosticBag(source, levels ?? FindingLevels.Default);
        var tree = PlanParser.Parse(source, diagnostics);
        if (diagnostics.IsFull || tree.IsCutShort)
            return PlanCompilation.OfUnreadable(diagnostics.ToSorted());
        var ignores = IgnoreComments.Read(tree, diagnostics);
        var symbols = new SymbolCollector(diagnostics, parameters).Collect(tree);
        if (symbols.Instances > PlanBinder.MostInstances)
            return PlanCompilation.OfUnreadable([SyntaxFindings.TooManyInstances(source.Locate(TextSpan.At(0)), symbols.Instances, PlanBinder.MostInstances)]);
        var binder = new PlanBinder(symbols, diagnostics);
        var plans = binder.Bind();
        new StyleChecks(tree, symbols, binder.Bound, diagnostics).Check();
        ignores.ReportUnused(diagnostics);
        return new PlanCompilation(symbols, plans, source)
        {
            Diagnostics = diagnostics.ToSorted(),
            Silenced = [.. diagnostics.Silenced.OrderBy(s => s.Finding.Location.Start)],
            HasErrors = diagnostics.HasErrors,
        };
    }
}
