using Lumina.Language.Binding;
using Lumina.Language.Checks.Style;
using Lumina.Language.Diagnostics;
using Lumina.Language.Text;

namespace Lumina.Language.Compilation;

/// <summary>From text to plans. No I/O, no clock, no chance: the same inputs give the same plans.</summary>
public static class PlanCompiler
{
    /// <summary>Compiles a plan that reads nothing but its own text.</summary>
    /// <param name="file">The name to report problems under.</param>
    /// <param name="text">The plan.</param>
    /// <param name="parameters">Values given for params, as text.</param>
    public static PlanCompilation Compile(string file, string text, IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Compile(new PlanInputs(file, text) { Parameters = parameters.ToDictionary(given => given.Key, given => new GivenValue(given.Value), StringComparer.Ordinal) });
    }

    /// <summary>Parses, binds and checks a plan for all of its environments; finds every problem at once. Never throws for any text.</summary>
    public static PlanCompilation Compile(PlanInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(inputs.File);
        ArgumentNullException.ThrowIfNull(inputs.Text);
        if (TextChecks.FindUnreadable(inputs.File, inputs.Text) is { } unreadable)
            return PlanCompilation.OfUnreadable(unreadable);
        var source = new SourceText(inputs.File, inputs.Text);
        var diagnostics = new DiagnosticBag(source, inputs.Levels);
        var surroundings = new Surroundings(inputs);
        var loader = new ImportLoader(source, surroundings, diagnostics);
        if (loader.Load() is not { } files || diagnostics.IsFull)
            return PlanCompilation.OfUnreadable(diagnostics.ToSorted());
        var ignores = IgnoreComments.Read(files, diagnostics);
        var symbols = new SymbolCollector(diagnostics, inputs.Parameters, surroundings).Collect(files, loader.Find);
        if (symbols.Instances > PlanBinder.MostInstances || symbols.HasTooManyComponents)
            return PlanCompilation.OfUnreadable([SyntaxFindings.TooManyInstances(source.Locate(TextSpan.At(0)), symbols.Instances, PlanBinder.MostInstances)]);
        var binder = new PlanBinder(symbols, diagnostics, surroundings);
        var plans = binder.Bind();
        new StyleChecks(files, symbols, binder.Bound, diagnostics).Check();
        ignores.ReportUnused(diagnostics);
        return new PlanCompilation(symbols, plans, source, surroundings)
        {
            Diagnostics = diagnostics.ToSorted(),
            Silenced = [.. diagnostics.Silenced],
            HasErrors = diagnostics.HasErrors,
            Read = surroundings.WasRead(),
        };
    }
}
