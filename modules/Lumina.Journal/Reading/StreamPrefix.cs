using System.Text;

namespace Lumina.Journal.Reading;

/// <summary>The names that begin with a prefix, as a range: from the prefix itself up to, but without, <see cref="End"/>.</summary>
internal static class StreamPrefix
{
    /// <summary>
    /// The first name after all that begin with the prefix, in the order of code points (which is the order of UTF-8 bytes, and so of both
    /// databases); null when nothing comes after them.
    /// </summary>
    public static string? End(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1];
            runes.RemoveAt(runes.Count - 1);
            if (last.Value == 0x10FFFF)
                continue;
            // U+D800 to U+DFFF are surrogates, no characters.
            var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
            return string.Concat(runes.Append(next));
        }

        return null;
    }
}
