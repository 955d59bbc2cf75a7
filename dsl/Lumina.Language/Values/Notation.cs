using System.Text;

namespace Lumina.Language.Values;

/// <summary>Values as one writes them in a plan: with quotes around strings.</summary>
internal static class Notation
{
    public static string Of(Value value) => value switch
    {
        StringValue text => Quote(text.Text),
        ListValue list => "[" + string.Join(", ", list.Items.Select(Of)) + "]",
        MapValue map => map.Entries.IsEmpty ? "{}" : "{ " + string.Join("  ", map.Entries.Select(entry => $"{Key(entry.Key)} = {Of(entry.Value)}")) + " }",
        _ => value.ToText(),
    };

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            quoted.Append(text[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '$' when i + 1 < text.Length && text[i + 1] == '{' => "\\$",
                var c => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    private static string Key(string key) =>
        key.Length > 0 && (char.IsAsciiLetter(key[0]) || key[0] == '_') && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : Quote(key);
}
