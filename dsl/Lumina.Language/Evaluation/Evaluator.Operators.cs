using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>What the operators do.</summary>
internal sealed partial class Evaluator
{
    private Value Unary(UnarySyntax unary)
    {
        var value = Evaluate(unary.Operand);
        return (unary.Sign.Kind, value) switch
        {
            (_, UnknownValue) => value,
            (TokenKind.Bang, BoolValue b) => BoolValue.Of(!b.Truth),
            (TokenKind.Minus, IntValue { Number: long.MinValue }) or (TokenKind.Minus, DurationValue { Time.Ticks: long.MinValue }) =>
                FailWhenTaken(ValueFindings.BadArithmetic(diagnostics.Locate(unary.Span), "The result is too large.")),
            (TokenKind.Minus, IntValue i) => new IntValue(-i.Number),
            (TokenKind.Minus, DecimalValue d) => new DecimalValue(-d.Number),
            (TokenKind.Minus, DurationValue t) => new DurationValue(t.Time.Negate()),
            (TokenKind.Minus, PercentageValue p) => new PercentageValue(-p.Percent),
            _ => Fail(ValueFindings.WrongOperands(diagnostics.Locate(unary.Span), $"'{Source.ToString(unary.Sign.Span)}' can't be applied to {Describe(value)}.")),
        };
    }

    private Value Binary(BinarySyntax binary)
    {
        if (binary.Sign.Kind is TokenKind.AndAnd or TokenKind.OrOr)
            return Logical(binary);
        var (left, right) = (Evaluate(binary.Left), Evaluate(binary.Right));
        if (left is UnknownValue || right is UnknownValue)
            return UnknownValue.Instance;
        try
        {
            return Operators.Apply(binary.Sign.Kind, left, right) switch
            {
                StringValue text => Text(text.Text, binary.Span),
                { } value => Bounded(value, binary.Span),
                null => WrongOperands(binary, left, right),
            };
        }
        catch (DivideByZeroException)
        {
            return FailWhenTaken(ValueFindings.BadArithmetic(diagnostics.Locate(binary.Span), "This divides by zero."));
        }
        catch (OverflowException)
        {
            return FailWhenTaken(ValueFindings.BadArithmetic(diagnostics.Locate(binary.Span), "The result is too large."));
        }
    }

    private Value Logical(BinarySyntax binary)
    {
        var left = Evaluate(binary.Left);
        var decides = left is BoolValue { Truth: var truth } && truth == (binary.Sign.Kind == TokenKind.OrOr);
        var right = decides ? EvaluateNotTaken(binary.Right) : Evaluate(binary.Right);
        if (left is not (BoolValue or UnknownValue) || right is not (BoolValue or UnknownValue))
            return WrongOperands(binary, left, right);
        return decides || left is UnknownValue ? left : right;
    }

    private UnknownValue WrongOperands(BinarySyntax binary, Value left, Value right) =>
        left is UnknownValue || right is UnknownValue
            ? UnknownValue.Instance
            : Fail(ValueFindings.WrongOperands(diagnostics.Locate(binary.Span),
                $"'{Source.ToString(binary.Sign.Span)}' can't be applied to {Describe(left)} and {Describe(right)}."));
}
