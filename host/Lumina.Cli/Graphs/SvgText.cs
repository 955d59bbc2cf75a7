using System.Globalization;
using System.Text;

namespace Lumina.Cli.Graphs;

/// <summary>Texts and numbers as SVG wants them.</summary>
internal static class SvgText
{
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
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>With one digit after the point, the same in every country.</summary>
    public static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>About how wide a text is, in widths of a letter: fonts differ from machine to machine.</summary>
    public static int Letters(string text) => text.EnumerateRunes().Sum(Letters);

    /// <summary>The text if it has no more than so many letters; else without its end, or without its beginning where the end tells more.</summary>
    public static string Shortened(string text, int letters, bool keepEnd)
    {
        if (Letters(text) <= letters) return text;
        var runes = text.EnumerateRunes().ToArray();
        if (keepEnd) Array.Reverse(runes);
        var left = letters - 1;
        var kept = runes.TakeWhile(rune => (left -= Letters(rune)) >= 0).Select(rune => rune.ToString()).ToArray();
        return keepEnd ? "…" + string.Concat(kept.Reverse()) : string.Concat(kept) + "…";
    }

    /// <summary>An image's name; where it is too long without its beginning, from a slash on if there is one.</summary>
    public static string ShortenedImage(string image, int letters)
    {
        var kept = Shortened(image, letters, keepEnd: true);
        return kept != image && kept.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? "…" + kept[slash..] : kept;
    }

    // From the first Hangul syllables on most characters take the place of two.
    private static int Letters(Rune rune) => rune.Value >= 0x1100 ? 2 : 1;
}
