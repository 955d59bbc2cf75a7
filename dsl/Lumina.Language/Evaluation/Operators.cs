using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Operators over values. Null: there is no such operator for these types.</summary>
internal static class Operators
{
    /// <exception cref="DivideByZeroException">The right side is zero.</exception>
    /// <exception cref="OverflowException">The result is too large.</exception>
    public static Value? Apply(TokenKind sign, Value left, Value right) => sign switch
    {
        TokenKind.EqualsEquals => Equality(left, right, wanted: true),
        TokenKind.BangEquals => Equality(left, right, wanted: false),
        TokenKind.Less or TokenKind.LessEquals or TokenKind.Greater or TokenKind.GreaterEquals => Order(sign, left, right),
        _ => Arithmetic(sign, left, right),
    };

    private static BoolValue? Equality(Value left, Value right, bool wanted)
    {
        if (Compare(left, right) is { } order)
            return BoolValue.Of(order == 0 == wanted);
        if (left is BoolValue a && right is BoolValue b)
            return BoolValue.Of(a.Truth == b.Truth == wanted);
        return left.Type == right.Type && left is ListValue or MapValue ? BoolValue.Of(left.ToText() == right.ToText() == wanted) : null;
    }

    private static BoolValue? Order(TokenKind sign, Value left, Value right)
    {
        if (left is StringValue || Compare(left, right) is not { } order)
            return null;
        return BoolValue.Of(sign switch
        {
            TokenKind.Less => order < 0,
            TokenKind.LessEquals => order <= 0,
            TokenKind.Greater => order > 0,
            _ => order >= 0,
        });
    }

    /// <summary>How two values of one type are ordered; null when they can't be compared.</summary>
    public static int? Compare(Value left, Value right) => (left, right) switch
    {
        (StringValue a, StringValue b) => string.CompareOrdinal(a.Text, b.Text),
        (IntValue a, IntValue b) => a.Number.CompareTo(b.Number),
        (DurationValue a, DurationValue b) => a.Time.CompareTo(b.Time),
        (PercentageValue a, PercentageValue b) => a.Percent.CompareTo(b.Percent),
        (SizeValue a, SizeValue b) => a.Bytes.CompareTo(b.Bytes),
        (CpuValue a, CpuValue b) => a.Millicores.CompareTo(b.Millicores),
        _ => Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b) : null,
    };

    private static Value? Arithmetic(TokenKind sign, Value left, Value right) => (left, right) switch
    {
        (IntValue a, IntValue b) => Whole(sign, a.Number, b.Number),
        (StringValue a, StringValue b) when sign == TokenKind.Plus => new StringValue(a.Text + b.Text),
        (ListValue a, ListValue b) when sign == TokenKind.Plus => new ListValue([.. a.Items, .. b.Items]),
        (DurationValue a, DurationValue b) => Measure(sign, a.Time.Ticks, b.Time.Ticks) is { } ticks ? new DurationValue(new TimeSpan(ticks)) : null,
        (SizeValue a, SizeValue b) => Measure(sign, a.Bytes, b.Bytes) is { } bytes ? new SizeValue(bytes) : null,
        (PercentageValue a, PercentageValue b) => Fraction(sign, a.Percent, b.Percent, onlySums: true) is { } percent ? new PercentageValue(percent) : null,
        (DurationValue a, _) when Number(right) is { } b => Scale(sign, a.Time.Ticks, b) is { } ticks ? new DurationValue(new TimeSpan(ticks)) : null,
        (SizeValue a, _) when Number(right) is { } b => Scale(sign, a.Bytes, b) is { } bytes ? new SizeValue(bytes) : null,
        (_, DurationValue or SizeValue) when sign == TokenKind.Star && Number(left) is not null => Arithmetic(sign, right, left),
        _ => Number(left) is { } a && Number(right) is { } b && Fraction(sign, a, b, onlySums: false) is { } result ? new DecimalValue(result) : null,
    };

    private static IntValue? Whole(TokenKind sign, long a, long b) => sign switch
    {
        TokenKind.Plus => new IntValue(checked(a + b)),
        TokenKind.Minus => new IntValue(checked(a - b)),
        TokenKind.Star => new IntValue(checked(a * b)),
        TokenKind.Slash => new IntValue(a / b),
        TokenKind.Percent => new IntValue(a % b),
        _ => null,
    };

    private static long? Measure(TokenKind sign, long a, long b) => sign switch
    {
        TokenKind.Plus => checked(a + b),
        TokenKind.Minus => checked(a - b),
        _ => null,
    };

    private static long? Scale(TokenKind sign, long measure, decimal by) => sign switch
    {
        TokenKind.Star => checked((long)(measure * by)),
        TokenKind.Slash => checked((long)(measure / by)),
        _ => null,
    };

    private static decimal? Fraction(TokenKind sign, decimal a, decimal b, bool onlySums) => sign switch
    {
        TokenKind.Plus => a + b,
        TokenKind.Minus => a - b,
        TokenKind.Star when !onlySums => a * b,
        TokenKind.Slash when !onlySums => a / b,
        TokenKind.Percent when !onlySums => a % b,
        _ => null,
    };

    private static decimal? Number(Value value) => value switch
    {
        IntValue i => i.Number,
        DecimalValue d => d.Number,
        _ => null,
    };
}
