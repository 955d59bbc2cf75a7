using System.Text.Json;

namespace Lumina.Secrets.Vault;

/// <summary>Reads answers of Vault: strictly, since a value that is read wrong is deployed wrong.</summary>
internal static class VaultJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The object that it is; null when it is none.</summary>
    public static JsonElement? Object(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body, Strict) is { ValueKind: JsonValueKind.Object } answer ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Object(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? value : null;

    public static string? Text(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    public static bool? Truth(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public static int? Number(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>A duration in seconds, not below 0.</summary>
    public static TimeSpan? Seconds(this JsonElement of, string name) => of.Number(name) is >= 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A moment, with up to nanoseconds: <c>2026-03-01T10:00:00.123456789Z</c>.</summary>
    public static DateTimeOffset? Moment(this JsonElement of, string name) =>
        of.Text(name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
