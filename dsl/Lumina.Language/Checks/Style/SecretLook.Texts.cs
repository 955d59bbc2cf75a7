using System.Text;

namespace Lumina.Language.Checks.Style;

/// <summary>Texts of whole files, of which only so much is known that names stand before values.</summary>
internal static partial class SecretLook
{
    /// <summary>The lines, from 1, that seem to have a secret in them, with the reason.</summary>
    public static IEnumerable<(int Line, string Why)> In(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Contains("-----BEGIN ", StringComparison.Ordinal) && line.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
                yield return (number, "This is a private key");
            else if (Entry(line) is var (name, value) && Why(NameOf(name), value) is { } why)
                yield return (number, why);
        }
    }

    /// <summary>A name as that of a variable: <c>dbPassword</c> and <c>db.password</c> are <c>DB_PASSWORD</c>.</summary>
    public static string NameOf(string name)
    {
        var read = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]))
                read.Append('_');
            read.Append(name[i] is '-' or '.' ? '_' : char.ToUpperInvariant(name[i]));
        }
        return read.ToString();
    }

    /// <summary><c>name: value</c>, <c>"name": "value",</c>, <c>name = value</c>; null when a line is none of them, or its value is put in later.</summary>
    private static (string Name, string Value)? Entry(string line)
    {
        var sign = line.AsSpan().IndexOfAny(':', '=');
        if (sign < 0)
            return null;
        var name = line[..sign].Trim().Trim('"', '\'');
        var value = line[(sign + 1)..].Trim().TrimEnd(',').Trim('"', '\'', ' ');
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && value.Length > 0 && !value.Contains("${", StringComparison.Ordinal) && value[0] is not ('{' or '[')
            ? (name, value)
            : null;
    }
}
