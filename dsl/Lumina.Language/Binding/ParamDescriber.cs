using System.Collections.Immutable;
using Lumina.Language.Compilation;
using Lumina.Language.Diagnostics;
using Lumina.Language.Evaluation;
using Lumina.Language.Syntax;
using Lumina.Language.Text;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>Describes the params of a plan. What is wrong with them has been reported before and is left out here.</summary>
internal sealed class ParamDescriber
{
    private readonly PlanSymbols _symbols;
    private readonly SourceText _source;
    private readonly Evaluator _evaluator;

    public ParamDescriber(PlanSymbols symbols, SourceText source, Surroundings surroundings)
    {
        (_symbols, _source) = (symbols, source);
        _evaluator = new Evaluator(EnvironmentScope.OfNone(symbols), new DiagnosticBag(source), new TextBudget(), surroundings);
    }

    public ImmutableArray<ParamInfo> Describe() => [.. _symbols.Params.Values.OrderBy(param => param.Syntax.Span.Start).Select(Describe)];

    private ParamInfo Describe(ParamSymbol param)
    {
        var written = param.Syntax.Default ?? Of(param, "default");
        var fallback = written is null ? null : Text(written);
        return new ParamInfo(
            param.Name,
            param.Type == ValueKind.Unknown ? _source.ToString(param.Syntax.Type.Span) : Units.NameOf(param.Type),
            param.Given is null ? fallback : param.Given is UnknownValue ? null : Notation.Of(param.Given),
            param.Origin ?? (fallback is null ? null : "default"),
            fallback,
            Of(param, "description") is { } description && _evaluator.Evaluate(description) is StringValue text ? text.Text : null,
            Of(param, "allowed") is { } allowed && _evaluator.Evaluate(allowed) is ListValue list ? [.. list.Items.Select(Notation.Of)] : [],
            Of(param, "min") is { } least ? Text(least) : null,
            Of(param, "max") is { } most ? Text(most) : null,
            _source.Locate(param.Syntax.Name.Span));
    }

    private static ExpressionSyntax? Of(ParamSymbol param, string property) => param.Settings.Property(property)?.Value;

    /// <summary>The value, or what is written where it depends on the environment.</summary>
    private string Text(ExpressionSyntax expression)
    {
        var value = _evaluator.Evaluate(expression);
        return value is UnknownValue ? _source.ToString(expression.Span) : Notation.Of(value);
    }
}
