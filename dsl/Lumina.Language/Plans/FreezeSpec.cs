using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lumina.Language.Plans;

/// <summary>A part of every week in which nothing is deployed.</summary>
public sealed record FreezeSpec
{
    public required WeekTime From { get; init; }

    /// <summary>The first moment after it. When it lies before <see cref="From"/>, it is the one of the next week.</summary>
    public required WeekTime To { get; init; }

    /// <summary>An IANA time zone: <c>Europe/Berlin</c>, <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>A moment of every week: <c>Fri 18:00</c>.</summary>
[JsonConverter(typeof(WeekTimeConverter))]
public readonly record struct WeekTime(DayOfWeek Day, TimeOnly Time)
{
    /// <summary>Three letters for each day of the week, Sunday first.</summary>
    public static readonly IReadOnlyList<string> Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public override string ToString() => Days[(int)Day] + " " + Time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads <c>Fri 18:00</c>; null when it is something else.</summary>
    public static WeekTime? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split(' ') is not [var name, var time])
            return null;
        for (var day = 0; day < Days.Count; day++)
        {
            if (Days[day] == name && TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                return new WeekTime((DayOfWeek)day, at);
        }
        return null;
    }
}

/// <summary>Writes a moment of the week as its text.</summary>
public sealed class WeekTimeConverter : JsonConverter<WeekTime>
{
    public override WeekTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WeekTime.TryParse(reader.GetString() ?? "") ?? throw new JsonException("A day and a time such as Fri 18:00 were expected.");

    public override void Write(Utf8JsonWriter writer, WeekTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
