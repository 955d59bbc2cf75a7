using Lumina.Language.Binding;
using Lumina.Language.Diagnostics;
using Lumina.Language.Syntax;
using Lumina.Language.Values;

namespace Lumina.Language.Evaluation;

/// <summary>Whether a value is of the type that is wanted where it stands. There are few conversions: an int is a decimal,
/// an int or <c>500m</c> is a cpu.</summary>
internal static class Conversion
{
    /// <summary>The value as one of the type; reported and unknown when it is none.</summary>
    /// <param name="type">The wanted type; unknown for any.</param>
    /// <param name="value">The value.</param>
    /// <param name="expression">Where it comes from.</param>
    /// <param name="what">What takes it, for the message.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static Value To(ValueKind type, Value value, ExpressionSyntax expression, string what, DiagnosticBag diagnostics)
    {
        if (value is UnknownValue || value.Type == type || type == ValueKind.Unknown)
            return value;
        switch (type, value)
        {
            case (ValueKind.Decimal, IntValue whole):
                return new DecimalValue(whole.Number);
            case (ValueKind.Cpu, _) when ParamTypes.CpuOf(value) is { } cores:
                return cores;
            default:
                var better = expression is LiteralSyntax ? Better(type, value) : null;
                var isSure = type == ValueKind.String || value is StringValue;
                diagnostics.Add(ValueFindings.WrongType(diagnostics.Locate(expression.Span), what, NameWithArticle(type), Found(value), better, isSure));
                return UnknownValue.Instance;
        }
    }

    public static string NameWithArticle(ValueKind type) => type switch
    {
        ValueKind.Int => "an int",
        ValueKind.Duration => "a duration such as 5s",
        ValueKind.Percentage => "a percentage such as 25%",
        ValueKind.Size => "a size such as 512MiB",
        ValueKind.Cpu => "a number of cores such as 2 or 500m",
        _ => "a " + Units.NameOf(type),
    };

    public static string Found(Value value) => value is IntValue number ? $"the plain number {number.Number}" : Evaluator.Describe(value);

    /// <summary>How the value was probably meant.</summary>
    private static string? Better(ValueKind type, Value value) => (type, value) switch
    {
        (ValueKind.Duration, IntValue number) => number.ToText() + "s",
        (ValueKind.Percentage, IntValue number) => number.ToText() + "%",
        (ValueKind.Size, IntValue number) => number.ToText() + "MiB",
        (ValueKind.String, not (ListValue or MapValue)) => "\"" + value.ToText() + "\"",
        (ValueKind.Int or ValueKind.Decimal or ValueKind.Duration or ValueKind.Percentage or ValueKind.Size, StringValue text)
            when text.Text.Length is > 0 and < 20 && Units.Read(text.Text)?.Type == type => text.Text,
        (ValueKind.Bool, StringValue { Text: "true" or "false" } text) => text.Text,
        _ => null,
    };
}
