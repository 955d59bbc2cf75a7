using System.Collections;
using System.Globalization;
using System.Text;

namespace Lumina.Policy.Engine;

/// <summary>A value as a message says it.</summary>
internal static class HoleText
{
    private const int MostItems = 20, LongestText = 1000, LongestList = 4000;

    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => text.Length > LongestText ? text[..LongestText] + "…" : text,
        bool truth => truth ? "true" : "false",
        TimeSpan duration => Of(duration),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        Enum name => name.ToString().ToLowerInvariant(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => Of(items),
        _ => Of((object?)value.ToString()),
    };

    /// <summary>In the largest unit that divides it, as plans have it.</summary>
    private static string Of(TimeSpan duration)
    {
        (long Ticks, string Unit)[] units =
            [(TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s")];
        if (duration == TimeSpan.Zero)
            return "0s";
        foreach (var (ticks, unit) in units)
            if (duration.Ticks % ticks is 0)
                return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + unit;
        return duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    private static string Of(IEnumerable items)
    {
        var text = new StringBuilder();
        Append(text, items);
        return text.Length is 0 ? "none" : text.ToString();
    }

    // Lists of lists of lists would multiply: the whole has a bound, not only each.
    private static void Append(StringBuilder text, IEnumerable items)
    {
        var count = 0;
        foreach (var item in items)
        {
            if (count > 0)
                text.Append(", ");
            if (count++ == MostItems || text.Length > LongestList)
            {
                text.Append('…');
                return;
            }

            if (item is IEnumerable list and not string)
                Append(text, list);
            else
                text.Append(Of(item));
        }

        if (count is 0)
            text.Append("none");
    }
}
