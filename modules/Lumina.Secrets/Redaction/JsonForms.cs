using System.Globalization;
using System.Text;

namespace Lumina.Secrets.Redaction;

/// <summary>How a text stands in a JSON string: the escapes that libraries differ in, each way of them with each other.</summary>
internal static class JsonForms
{
    // Nothing more than must be; what is dangerous in HTML (Go); that and quotes (System.Text.Json).
    private static readonly string[] Careful = ["", "<>&", "<>&'+`\""];

    public static IEnumerable<string> Of(string text)
    {
        foreach (var careful in Careful)
        {
            foreach (var slash in (string[])["/", "\\/"])
            {
                foreach (var (ascii, format) in ((bool, string)[])[(false, "x4"), (true, "x4"), (false, "X4"), (true, "X4")])
                    yield return Escape(text, careful, slash, ascii, format);
            }
        }
    }

    /// <summary>Those of them that are looked for of a long text.</summary>
    public static IEnumerable<string> OfLong(string text) =>
        from way in ((string Careful, bool Ascii, string Format)[])[(Careful[0], false, "x4"), (Careful[0], true, "x4"), (Careful[1], false, "x4"), (Careful[2], true, "X4")]
        from slash in (string[])["/", "\\/"]
        select Escape(text, way.Careful, slash, way.Ascii, way.Format);

    private static string Escape(string text, string careful, string slash, bool ascii, string format)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                _ when careful.Contains(character, StringComparison.Ordinal) || (ascii && character > 126) => Unicode(character),
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '/' => escaped.Append(slash),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                < ' ' => Unicode(character),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();

        StringBuilder Unicode(char character) => escaped.Append("\\u").Append(((int)character).ToString(format, CultureInfo.InvariantCulture));
    }
}
