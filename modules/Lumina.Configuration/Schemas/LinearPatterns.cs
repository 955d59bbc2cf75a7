using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema.Keywords;

namespace Lumina.Configuration.Schemas;

/// <summary>Regular expressions whose time grows with the text alone: none of a schema can make a host hang.</summary>
internal static class LinearPatterns
{
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It can't be had in linear time.</exception>
    public static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

internal sealed class LinearPattern : PatternKeyword
{
    public override object? ValidateKeywordValue(JsonElement value) => LinearPatterns.Of(value.GetString() ?? "");
}
