using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>A number of instances, or a share of the wanted number.</summary>
/// <param name="Value">Instances, or percent (0 to 100).</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage.</param>
[JsonConverter(typeof(CountOrPercentConverter))]
public readonly record struct CountOrPercent(int Value, bool IsPercent)
{
    public static CountOrPercent Count(int value) => new(value, false);

    public static CountOrPercent Percent(int value) => new(value, true);

    /// <summary>The number of instances out of <paramref name="total"/>, a fraction rounded up.</summary>
    public int OfRoundedUp(int total) => IsPercent ? (int)(((long)total * Value + 99) / 100) : Value;

    /// <summary>The number of instances out of <paramref name="total"/>, a fraction rounded down.</summary>
    public int OfRoundedDown(int total) => IsPercent ? (int)((long)total * Value / 100) : Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");

    /// <summary>Reads <c>"2"</c> or <c>"25%"</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static CountOrPercent Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.EndsWith('%')
            ? Percent(int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture))
            : Count(int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
    }
}

/// <summary>Writes a count or a percentage as its text.</summary>
public sealed class CountOrPercentConverter : JsonConverter<CountOrPercent>
{
    public override CountOrPercent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CountOrPercent.Parse(reader.GetString() ?? throw new JsonException("A count or a percentage was expected."));

    public override void Write(Utf8JsonWriter writer, CountOrPercent value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
