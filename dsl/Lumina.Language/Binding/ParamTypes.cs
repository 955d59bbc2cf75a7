using System.Collections.Immutable;
using System.Globalization;
using Lumina.Language.Diagnostics;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>The types that a param can have, and how a value that is given as text is read.</summary>
internal static class ParamTypes
{
    private static readonly ImmutableArray<ValueKind> Types =
        [ValueKind.String, ValueKind.Int, ValueKind.Decimal, ValueKind.Bool, ValueKind.Duration, ValueKind.Percentage, ValueKind.Size, ValueKind.Cpu, ValueKind.List, ValueKind.Map];

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
        ["array"] = "list",
        ["set"] = "list",
        ["object"] = "map",
        ["dictionary"] = "map",
        ["cores"] = "cpu",
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
                if (type == ValueKind.Cpu)
                    return CpuOf(value);
                return value is IntValue whole && type == ValueKind.Decimal ? new DecimalValue(whole.Number) : value?.Type == type ? value : null;
        }
    }

    /// <summary>Cores as they are written: <c>2</c>, <c>0.5</c>, <c>500m</c>; null when it is neither.</summary>
    public static CpuValue? CpuOf(Value? value) => value switch
    {
        CpuValue cores => cores,
        IntValue { Number: >= 0 and < 1_000_000 } cores => new CpuValue(cores.Number * 1000),
        DecimalValue { Number: >= 0 and < 1_000_000 } part => new CpuValue((long)(part.Number * 1000)),
        DurationValue { Written: [.., 'm'] written } when long.TryParse(written.AsSpan(0, written.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var millicores) => new CpuValue(millicores),
        _ => null,
    };

    private static Value? Negate(Value? value) => value switch
    {
        IntValue number => new IntValue(-number.Number),
        DecimalValue number => new DecimalValue(-number.Number),
        _ => null,
    };

    /// <summary>A number as text of the invariant culture.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
