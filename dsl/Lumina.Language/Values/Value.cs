using System.Collections.Immutable;
using System.Globalization;

namespace Lumina.Language.Values;

/// <summary>The types that values of the language have.</summary>
internal enum ValueKind
{
    /// <summary>Of a value that couldn't be worked out; why has been reported, and nothing further is said about it.</summary>
    Unknown,
    String,
    Int,
    Decimal,
    Bool,
    Duration,
    Percentage,
    Size,
    Cpu,
    List,
    Map,
}

/// <summary>A value of the language.</summary>
/// <param name="Type">Its type.</param>
internal abstract record Value(ValueKind Type)
{
    /// <summary>As one would write it in a string; lists and maps as in a plan.</summary>
    public abstract string ToText();

    /// <summary>How many single values it is made of. Lists that contain lists twice grow fast, so this is limited.</summary>
    public virtual long Weight => 1;
}

internal sealed record UnknownValue() : Value(ValueKind.Unknown)
{
    public static readonly UnknownValue Instance = new();

    public override string ToText() => "?";
}

internal sealed record StringValue(string Text) : Value(ValueKind.String)
{
    public override string ToText() => Text;
}

internal sealed record IntValue(long Number) : Value(ValueKind.Int)
{
    public override string ToText() => Number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record DecimalValue(decimal Number) : Value(ValueKind.Decimal)
{
    public override string ToText() => Number.ToString(CultureInfo.InvariantCulture);
}

internal sealed record BoolValue(bool Truth) : Value(ValueKind.Bool)
{
    public static readonly BoolValue True = new(true);

    public static readonly BoolValue False = new(false);

    public static BoolValue Of(bool truth) => truth ? True : False;

    public override string ToText() => Truth ? "true" : "false";
}

/// <param name="Time">How long.</param>
/// <param name="Written">As it stands in the plan; null for one that was calculated.</param>
internal sealed record DurationValue(TimeSpan Time, string? Written = null) : Value(ValueKind.Duration)
{
    public override string ToText() => Written ?? Units.Write(Time);
}

/// <param name="Percent">25 for <c>25%</c>.</param>
internal sealed record PercentageValue(decimal Percent) : Value(ValueKind.Percentage)
{
    public override string ToText() => Percent.ToString(CultureInfo.InvariantCulture) + "%";
}

/// <param name="Bytes">How many bytes.</param>
/// <param name="Written">As it stands in the plan; null for one that was calculated.</param>
internal sealed record SizeValue(long Bytes, string? Written = null) : Value(ValueKind.Size)
{
    public override string ToText() => Written ?? Units.Write(Bytes);
}

/// <param name="Millicores">Thousandths of a core.</param>
internal sealed record CpuValue(long Millicores) : Value(ValueKind.Cpu)
{
    public override string ToText() => Millicores % 1000 == 0
        ? (Millicores / 1000).ToString(CultureInfo.InvariantCulture)
        : Millicores.ToString(CultureInfo.InvariantCulture) + "m";
}

internal sealed record ListValue(ImmutableArray<Value> Items) : Value(ValueKind.List)
{
    public override long Weight { get; } = 1 + Items.Sum(i => i.Weight);

    public override string ToText() => "[" + string.Join(", ", Items.Select(i => i.ToText())) + "]";
}

internal sealed record MapValue(ImmutableSortedDictionary<string, Value> Entries) : Value(ValueKind.Map)
{
    public override long Weight { get; } = 1 + Entries.Values.Sum(e => e.Weight);

    public override string ToText() => "{ " + string.Join("  ", Entries.Select(e => $"{e.Key} = {e.Value.ToText()}")) + " }";
}
