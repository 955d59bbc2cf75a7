using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>The types that a param can have, and how a value that is given as text is read.</summary>
internal static class ParamTypes
{
    private static readonly ImmutableArray<ValueKind> Types =
        [ValueKind.String, ValueKind.Int, ValueKind.Decimal, ValueKind.Bool, ValueKind.Duration, ValueKind.Percentage, ValueKind.Size];

    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["integer"] = "int",
        ["number"] = "decimal",
        ["float"] = "decimal",
        ["double"] = "decimal",
        ["boolean"] = "bool",
        ["text"] = "string",
        ["str"] = "string",
        ["time"] = "duration",
        ["timespan"] = "duration",
        ["percent"] = "percentage",
        ["bytes"] = "size",
    };

    public static ImmutableArray<string> Names { get; } = [.. Types.Select(Units.NameOf)];

    /// <summary>The type of a name; unknown when there is none.</summary>
    public static ValueKind Find(string name) => Types.FirstOrDefault(t => Units.NameOf(t) == name);

    public static string? Near(string name) => Elsewhere.GetValueOrDefault(name) ?? Suggestion.Nearest(name, Names);

    /// <summary>Reads a text as a value of a type; null when it is none.</summary>
    public static Value? Read(ValueKind type, string text)
    {
        switch (type)
        {
            case ValueKind.String:
                return new StringValue(text);
            case ValueKind.Bool:
                return text switch { "true" => BoolValue.True, "false" => BoolValue.False, _ => null };
            default:
                var isNegative = text.StartsWith('-');
                var value = text.Length == 0 ? null : Units.Read(text.AsSpan(isNegative ? 1 : 0));
                value = isNegative ? Negate(value) : value;
                return value is IntValue whole && type == ValueKind.Decimal ? new DecimalValue(whole.Number) : value?.Type == type ? value : null;
        }
    }

    private static Value? Negate(Value? value) => value switch
    {
        IntValue number => new IntValue(-number.Number),
        DecimalValue number => new DecimalValue(-number.Number),
        _ => null,
    };

    /// <summary>A number as text of the invariant culture.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
