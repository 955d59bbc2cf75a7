using System.Collections.Immutable;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Functions of numbers, and between numbers and texts.</summary>
internal static class NumberFunctions
{
    public static readonly ImmutableArray<Function> All =
    [
        new("ceil", "ceil(number)", "The least int that is not below the number.", "ceil(1.2)", "2", a => Round(a, decimal.Ceiling)),
        new("floor", "floor(number)", "The greatest int that is not above the number.", "floor(1.8)", "1", a => Round(a, decimal.Floor)),
        new("int", "int(text)", "The int that a text says.", "int(\"42\")", "42",
            a => a is [StringValue text] && long.TryParse(text.Text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? new IntValue(number) : null),
        new("max", "max(value, value, …)", "The greatest of several values that have an order.", "max(1, 3, 2)", "3", a => Extreme(a, 1)),
        new("min", "min(value, value, …)", "The least of several values that have an order.", "min(5s, 1m)", "5s", a => Extreme(a, -1)),
        new("round", "round(number)", "The nearest int; of two that are equally near, the one further from zero.", "round(2.5)", "3",
            a => Round(a, number => decimal.Round(number, MidpointRounding.AwayFromZero))),
        new("text", "text(value)", "The value as one would write it in a string.", "text(1.50)", "1.50", a => a is [var value] ? new StringValue(value.ToText()) : null),
    ];

    private static IntValue? Round(ImmutableArray<Value> arguments, Func<decimal, decimal> round) => arguments switch
    {
        [IntValue whole] => whole,
        [DecimalValue number] => new IntValue(decimal.ToInt64(round(number.Number))),
        _ => null,
    };

    private static Value? Extreme(ImmutableArray<Value> arguments, int sign)
    {
        if (arguments.IsEmpty || arguments.Any(value => Operators.Compare(arguments[0], value) is null))
            return null;
        return arguments.Aggregate((best, next) => Math.Sign(Operators.Compare(next, best) ?? 0) == sign ? next : best);
    }
}
