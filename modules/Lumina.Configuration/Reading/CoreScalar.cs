using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Lumina.Configuration.Reading;

/// <summary>What a plain scalar is by the core schema of YAML 1.2 (section 10.3.2): <c>no</c>, <c>on</c> and <c>1_000</c> are text.</summary>
internal static partial class CoreScalar
{
    public static ScalarNode Of(Place at, string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new(at, ScalarKind.Null, ""),
        "true" or "True" or "TRUE" => new(at, ScalarKind.Boolean, "true"),
        "false" or "False" or "FALSE" => new(at, ScalarKind.Boolean, "false"),
        _ when Number(text) is { } number => new(at, ScalarKind.Number, text) { Number = number },
        _ => new(at, ScalarKind.Text, text),
    };

    /// <summary>As JSON has it; null for what is no number. <c>.inf</c> and <c>.nan</c> are text here: JSON has no such numbers.</summary>
    private static string? Number(string text)
    {
        if (text.Length > 100)
            return null;
        if (Hexadecimal().IsMatch(text))
            return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        if (Octal().IsMatch(text))
            return text[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * 8 + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        if (Decimal().Match(text) is not { Success: true } match)
            return null;
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"].Value;
        return (match.Groups["sign"].Value == "-" ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (fraction.Length > 0 ? "." + fraction : "")
            + match.Groups["exponent"].Value;
    }

    [GeneratedRegex("^0x[0-9a-fA-F]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("^0o[0-7]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Octal();

    [GeneratedRegex("^(?<sign>[-+]?)(?:(?<whole>[0-9]+)(?:\\.(?<fraction>[0-9]*))?|\\.(?<fraction>[0-9]+))(?<exponent>(?:[eE][-+]?[0-9]+)?)\\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Decimal();
}
