using System.Globalization;
using System.Text;

namespace Lumina.Rehearsal.Drawing;

/// <summary>Texts and numbers as SVG wants them.</summary>
internal static class Svg
{
    public static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Escaped for XML; characters that XML can't hold are replaced.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append(' '),
                _ => escaped.Append(rune.ToString()),
            };
        }
        return escaped.ToString();
    }

    /// <summary>The text, or its beginning where it has more than so many characters.</summary>
    public static string Shortened(string text, int most)
    {
        var runes = text.EnumerateRunes().ToArray();
        return runes.Length <= most ? text : string.Concat(runes.Take(most - 1).Select(rune => rune.ToString())) + "…";
    }

    /// <summary><c>0.0 s</c>, <c>5 m 3 s</c>, <c>2 h 5 m</c>, <c>6 d 23 h</c>.</summary>
    public static string Time(TimeSpan at) => at switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.00} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{at.Minutes} m {at.TotalSeconds % 60:00.0} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{at.Hours} h {at.Minutes:00} m {at.TotalSeconds % 60:00.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{at.Days} d {at.Hours:00} h {at.Minutes:00} m"),
    };
}
