using System.Collections.Immutable;
using System.Text.Json;
using Lumina.Language.Compilation;
using Lumina.Language.Values;

namespace Lumina.Language.Binding;

/// <summary>Values that are given for params from outside: text is read as the param's type, JSON has to be of a type that fits.</summary>
internal static class GivenValues
{
    private const int DeepestJson = 32;

    /// <summary>The value as one of the type; null when it is none.</summary>
    public static Value? Read(ValueKind type, GivenValue given) => (given.Form, type) switch
    {
        (GivenForm.Text, ValueKind.List or ValueKind.Map) => ReadJson(type, given.Text),
        (GivenForm.Text, _) => ParamTypes.Read(type, given.Text),
        (GivenForm.JsonArray, ValueKind.List) or (GivenForm.JsonObject, ValueKind.Map) => ReadJson(type, given.Text),
        (GivenForm.JsonBoolean, ValueKind.Bool) => ParamTypes.Read(type, given.Text),
        (GivenForm.JsonNumber, ValueKind.Int or ValueKind.Decimal or ValueKind.Cpu) => ParamTypes.Read(type, given.Text),
        (GivenForm.JsonString, not (ValueKind.List or ValueKind.Map or ValueKind.Bool or ValueKind.Int or ValueKind.Decimal)) => ParamTypes.Read(type, given.Text),
        _ => null,
    };

    /// <summary>What was given, for a message.</summary>
    public static string Describe(GivenValue given)
    {
        var text = given.Text.Length <= 60 ? given.Text : given.Text[..60] + "…";
        return given.Form switch
        {
            GivenForm.JsonString => $"the JSON string \"{text}\"",
            GivenForm.JsonNumber => $"the JSON number {text}",
            GivenForm.JsonBoolean => $"the JSON value {text}",
            GivenForm.JsonArray => $"the JSON array {text}",
            GivenForm.JsonObject => $"the JSON object {text}",
            _ => $"'{text}'",
        };
    }

    /// <summary>How the value is written.</summary>
    public static string Example(ValueKind type, GivenValue given) => (type, given.Form) switch
    {
        (ValueKind.String, GivenForm.JsonNumber or GivenForm.JsonBoolean) => $"\"{given.Text}\"",
        (ValueKind.String, _) => "\"text\"",
        (ValueKind.Int, _) => "5",
        (ValueKind.Decimal, _) => "0.5",
        (ValueKind.Bool, _) => "true",
        (ValueKind.Duration, GivenForm.Text) => "30s",
        (ValueKind.Duration, _) => "\"30s\"",
        (ValueKind.Percentage, GivenForm.Text) => "25%",
        (ValueKind.Percentage, _) => "\"25%\"",
        (ValueKind.Size, GivenForm.Text) => "512MiB",
        (ValueKind.Size, _) => "\"512MiB\"",
        (ValueKind.Cpu, GivenForm.Text) => "500m",
        (ValueKind.Cpu, _) => "\"500m\"",
        (ValueKind.List, _) => "[\"a\", \"b\"]",
        _ => "{\"a\": 1}",
    };

    private static Value? ReadJson(ValueKind type, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson });
            var value = Of(document.RootElement);
            return value?.Type == type ? value : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is noticed only when the text is taken out.
            return null;
        }
    }

    /// <summary>A JSON value as one of the language; null for null and for what has null in it.</summary>
    public static Value? Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return new StringValue(element.GetString()!);
            case JsonValueKind.True or JsonValueKind.False:
                return BoolValue.Of(element.GetBoolean());
            case JsonValueKind.Number:
                return element.TryGetInt64(out var whole) ? new IntValue(whole) : element.TryGetDecimal(out var number) ? new DecimalValue(number) : null;
            case JsonValueKind.Array:
                var items = element.EnumerateArray().Select(Of).ToList();
                return items.Contains(null) ? null : new ListValue([.. items.OfType<Value>()]);
            case JsonValueKind.Object:
                var entries = ImmutableSortedDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    if (Of(property.Value) is not { } value)
                        return null;
                    entries[property.Name] = value;
                }
                return new MapValue(entries.ToImmutable());
            default:
                return null;
        }
    }
}
