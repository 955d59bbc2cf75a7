using System.Globalization;

namespace Lumina.Policy.Model;

/// <summary>A share in percent: compared and counted with as the number, written with its sign.</summary>
/// <param name="Value">Of a hundred.</param>
public readonly record struct Percent(decimal Value) : IComparable<Percent>
{
    /// <summary>The number: 10 for 10%.</summary>
    public static implicit operator decimal(Percent percent) => percent.Value;

    /// <inheritdoc cref="op_Implicit" />
    public decimal ToDecimal() => Value;

    /// <inheritdoc />
    public int CompareTo(Percent other) => Value.CompareTo(other.Value);

    public static bool operator <(Percent left, Percent right) => left.Value < right.Value;

    public static bool operator <=(Percent left, Percent right) => left.Value <= right.Value;

    public static bool operator >(Percent left, Percent right) => left.Value > right.Value;

    public static bool operator >=(Percent left, Percent right) => left.Value >= right.Value;

    /// <inheritdoc />
    public override string ToString() => Value.ToString("0.############", CultureInfo.InvariantCulture) + "%";
}
