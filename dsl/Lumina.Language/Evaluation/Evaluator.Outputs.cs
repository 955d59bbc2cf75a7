using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;
using Lumina.Language.Vocabulary;

namespace Lumina.Language.Evaluation;

/// <summary>What infrastructure gives: known only when it has been applied, so it is written into values as its own name.</summary>
internal sealed partial class Evaluator
{
    private readonly HashSet<ReferenceSyntax> _outputs = [];

    /// <summary>The value of an expression that may be, or may have in a text, what infrastructure gives. Nothing else can be done with that.</summary>
    public Value EvaluateWithOutputs(ExpressionSyntax expression)
    {
        if (expression is LiteralSyntax literal)
            return literal.Value;
        AllowOutputs(expression);
        var value = Evaluate(expression);
        _outputs.Clear();
        return value;
    }

    private void AllowOutputs(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ReferenceSyntax reference:
                _outputs.Add(reference);
                break;
            case ParenthesizedSyntax inner:
                AllowOutputs(inner.Inner);
                break;
            case InterpolationSyntax text:
                foreach (var hole in text.Holes)
                    AllowOutputs(hole);
                break;
            case ConditionalSyntax choice:
                AllowOutputs(choice.WhenTrue);
                AllowOutputs(choice.WhenFalse);
                break;
        }
    }

    private Value Output(ReferenceSyntax reference)
    {
        if (reference.Names.Length < 3)
            return Fail(NameFindings.IncompleteName(diagnostics.Locate(reference.Span), Source.ToString(reference.Span), "infrastructure.NAME.OUTPUT"));
        var output = string.Join('.', reference.Names.Select(n => Source.ToString(n.Span)));
        var token = reference.Names[1];
        var name = Source.ToString(token.Span);
        if (!scope.Symbols.InfrastructuresByName.TryGetValue(name, out var infrastructure))
        {
            return scope.Symbols.Unreadable.Contains(name)
                ? UnknownValue.Instance
                : Miss(Words.Infrastructure, name, GraphFindings.UnknownInfrastructure(diagnostics.Locate(token.Span), name, diagnostics.Nearest(name, scope.Symbols.InfrastructuresByName.Keys)));
        }
        infrastructure.IsUsed = true;
        if (reference.Names.Length > 3)
            return Follow(new StringValue(""), reference, 3);
        if (!_outputs.Contains(reference))
            return Fail(ValueFindings.OutputElsewhere(diagnostics.Locate(reference.Span), output));
        if (!infrastructure.IsMadeIn(scope.Name, Source))
            return FailWhenTaken(GraphFindings.AbsentInfrastructure(diagnostics.Locate(token.Span), name, scope.Name));
        return Text("${" + output + "}", reference.Span);
    }
}
