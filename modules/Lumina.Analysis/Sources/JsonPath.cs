using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lumina.Analysis.Sources;

/// <summary>The part of JSONPath (RFC 9535) that names one place: <c>$</c>, <c>.name</c>, <c>['name']</c> and <c>[0]</c>.</summary>
internal static partial class JsonPath
{
    /// <summary>What is at the place; null when there is nothing.</summary>
    /// <exception cref="FormatException">The path is none of these.</exception>
    public static JsonElement? Find(JsonElement document, string path)
    {
        var match = Form().Match(path);
        if (!match.Success)
            throw new FormatException($"'{path}' is no path such as $.data[0].rate");
        JsonElement? at = document;
        foreach (var step in match.Groups["step"].Captures.Select(capture => capture.Value))
        {
            if (at is not { } element)
                return null;
            at = step[0] is '.' ? Member(element, step[1..])
                : step[1] is '\'' or '"' ? Member(element, step[2..^2])
                : Item(element, step[1..^1]);
        }
        return at;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Item(JsonElement element, string index) =>
        element.ValueKind is JsonValueKind.Array && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < element.GetArrayLength() ? element[i] : null;

    [GeneratedRegex("""\A\$(?<step>\.[\w-]+|\['[^']*'\]|\["[^"]*"\]|\[[0-9]+\])*\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
