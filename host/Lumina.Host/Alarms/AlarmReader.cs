using System.Text.Json;
using Lumina.Api;

namespace Lumina.Host.Alarms;

/// <summary>Reads what says that something is wrong: our own notice, or what Prometheus' Alertmanager sends.</summary>
internal static class AlarmReader
{
    /// <summary>How many alarms one message may have.</summary>
    public const int Most = 100;

    private const int LongestMessage = 2000, LongestSource = 200;

    /// <summary>The alarms of a message.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static IReadOnlyList<AlarmNotice> Read(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("alerts", out var alerts))
            return OfAlertmanager(message, alerts);
        return [message.Deserialize(ApiJson.Default.AlarmNotice) ?? throw new JsonException("null is no alarm.")];
    }

    private static AlarmNotice[] OfAlertmanager(JsonElement message, JsonElement alerts)
    {
        if (TextOf(message, "version") is { } version && version != "4")
            throw new JsonException($"An Alertmanager's message of version '{version}'; version 4 is read.");
        if (alerts.ValueKind != JsonValueKind.Array)
            throw new JsonException("'alerts' is no array.");
        if (alerts.GetArrayLength() > Most)
            throw new JsonException($"The message has {alerts.GetArrayLength()} alerts, at most {Most} are read: set max_alerts: {Most} in the receiver.");
        var source = Cut(TextOf(message, "externalURL") is { Length: > 0 } url ? url : "Alertmanager", LongestSource);
        return [.. alerts.EnumerateArray().Select(alert => OfAlert(alert, source))];
    }

    private static AlarmNotice OfAlert(JsonElement alert, string source)
    {
        var (labels, annotations) = (ObjectOf(alert, "labels"), ObjectOf(alert, "annotations"));
        return new AlarmNotice(
            TextOf(labels, "environment"), TextOf(labels, "plan"), TextOf(labels, "component"), TextOf(labels, "alertname"), TextOf(alert, "status"),
            (TextOf(annotations, "summary") ?? TextOf(annotations, "description") ?? TextOf(annotations, "message")) is { } said ? Cut(said, LongestMessage) : null,
            source,
            alert.ValueKind == JsonValueKind.Object && alert.TryGetProperty("startsAt", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var starts)
                ? starts
                : null);
    }

    private static JsonElement ObjectOf(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    private static string? TextOf(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
